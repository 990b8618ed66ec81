/** Writers are dear to make, and a long table asks for one in every cell. */
const writers = new Map<string, Intl.NumberFormat>();
const english = new Intl.PluralRules('en');

function writer(locale: string): Intl.NumberFormat {
  const made = writers.get(locale) ?? new Intl.NumberFormat(locale);
  writers.set(locale, made);
  return made;
}

/** A count with the grouping of the locale; it may pass what a `number` holds. */
export function count(digits: string | number, locale: string): string {
  try {
    return writer(locale).format(BigInt(digits));
  } catch {
    return String(digits);
  }
}

/** "1 file", "2 files": English has two forms, and the rule is asked of the language. */
export function counted(many: number, forms: { one: string; other: string }, locale: string): string {
  const form = english.select(many) === 'one' ? forms.one : forms.other;
  return `${count(many, locale)} ${form}`;
}
