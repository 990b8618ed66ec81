/** A count with the grouping of the locale; it may pass what a `number` holds. */
export function count(digits: string | number, locale: string): string {
  try {
    return new Intl.NumberFormat(locale).format(BigInt(digits));
  } catch {
    return String(digits);
  }
}

/** "1 file", "2 files": English has two forms, and the rule is asked of the language. */
export function counted(many: number, forms: { one: string; other: string }, locale: string): string {
  const form = new Intl.PluralRules('en').select(many) === 'one' ? forms.one : forms.other;
  return `${count(many, locale)} ${form}`;
}
