import { plain } from '../../format/sentence';
import type { Manner } from '../../format/date';
import type { SentenceView, StretchView, TermRowView, TermsView } from '../../host/host';
import type { Scale } from './scale';

/** A row as it is drawn; without `row` there is only the sentence of its deployment. */
export type Line = {
  deployment: number;
  name: string;
  /** Whether it is the first one of its deployment. */
  first: boolean;
  row: TermRowView | null;
  sentence: SentenceView;
};

export function linesOf(terms: TermsView): Line[] {
  return terms.deployments.flatMap(({ deployment, name, sentence, rows }): Line[] => {
    const of = { deployment, name, sentence };
    if (rows.length === 0) return [{ ...of, first: true, row: null }];
    return rows.map((row, place) => ({ ...of, first: place === 0, row }));
  });
}

export const isDrawn = (stretch: StretchView) => stretch.kind !== 'none';

/** The stretches of a row that hold at some time between two instants. */
export function holding(row: TermRowView, from: number, to: number): StretchView[] {
  return row.stretches.filter((stretch) => {
    const [starts, ends] = [Date.parse(stretch.from_at), Date.parse(stretch.to_at)];
    return starts < ends && starts < to && ends > from;
  });
}

/** "EU, #9 Premium · 120" */
export function lineName(line: Line, named: boolean, manner: Manner): string {
  const label = line.row ? plain(line.row.label, manner) : '';
  return [named ? line.name : '', label].filter(Boolean).join(', ');
}

/** Where rows stand and how high their bars are, in pixels. */
export type Grid = { top: number; row: number; bar: number; inset: number };

/** The shapes of one kind are one path, so that a thousand licenses are a handful of elements. */
export type Paths = { term: string; ahead: string; grace: string; gap: string };

const KINDS: Record<string, keyof Paths> = {
  term: 'term',
  ahead: 'ahead',
  grace: 'grace',
  bridge: 'grace',
  gap: 'gap',
};
/** Three days of grace are to be seen on an axis of three years. */
const LEAST = 3;
const round = (pixels: number) => Math.round(pixels * 10) / 10;

/** The two ends of a stretch in pixels; null where nothing of it is in the range. */
export function extent(stretch: StretchView, scale: Scale): [number, number] | null {
  if (!isDrawn(stretch) || stretch.from_at === stretch.to_at) return null;
  const [left, right] = [scale.x(Date.parse(stretch.from_at)), scale.x(Date.parse(stretch.to_at))];
  return [round(left), round(Math.max(right, left + LEAST))];
}

export function pathsOf(lines: Line[], scale: Scale, grid: Grid): Paths {
  const parts: Record<keyof Paths, string[]> = { term: [], ahead: [], grace: [], gap: [] };
  lines.forEach((line, place) => {
    const y = grid.top + place * grid.row + grid.inset;
    for (const stretch of line.row?.stretches ?? []) {
      const kind = KINDS[stretch.kind];
      const ends = kind && extent(stretch, scale);
      if (!kind || !ends) continue;
      const [left, right] = ends;
      // An outline is drawn within its box, so that it does not reach over its neighbours.
      const thin = kind === 'ahead' || kind === 'gap' ? 0.75 : 0;
      const [x, top, wide, high] = [left + thin, y + thin, right - left - 2 * thin, grid.bar - 2 * thin];
      parts[kind].push(`M${round(x)} ${round(top)}h${round(wide)}v${round(high)}h${round(-wide)}z`);
    }
  });
  return {
    term: parts.term.join(''),
    ahead: parts.ahead.join(''),
    grace: parts.grace.join(''),
    gap: parts.gap.join(''),
  };
}
