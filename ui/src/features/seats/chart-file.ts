import type { SeatsView } from '../../host/host';
import { plain } from '../../format/sentence';
import type { Desk } from '../../stores/desk.svelte';
import type { CheckAct } from '../checks/menu';

/** What an element wears by the page's styles, and has to take along into a file. */
const WORN = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'paint-order',
  'font-size',
  'font-family',
];

/** The text of an SVG file that looks as the chart does here. */
export function chartText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.removeAttribute('class');
  copy.removeAttribute('aria-hidden');
  const [from, to] = [svg, copy].map((each) => [...each.querySelectorAll('*')]);
  for (const [place, element] of (from ?? []).entries()) {
    const worn = getComputedStyle(element);
    const other = to?.[place];
    for (const name of WORN) {
      const value = worn.getPropertyValue(name);
      if (value && !element.getAttribute(name)?.startsWith('url(')) other?.setAttribute(name, value);
    }
    other?.removeAttribute('class');
  }
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(svg.closest('.panel') ?? svg).backgroundColor);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

/** The chart as the bytes of a PNG in base64, twice as large as on the screen. */
export async function chartPicture(svg: SVGSVGElement): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(chartText(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = 2 * svg.clientWidth;
  canvas.height = 2 * svg.clientHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}

/** The chart in words: what it says, and every point on a line. */
export function chartWords(desk: Desk, view: SeatsView, name: string, points: string[]): string {
  const said = [view.headline, view.source, view.history.sentence, view.forecast.sentence, view.forecast.lacking];
  const lines = said.map((sentence) => plain(sentence, desk.manner)).filter((line) => line !== '');
  return [name, ...lines, '', ...points, ''].join('\n');
}

/** Ways out of the chart. */
export function chartActs(
  desk: Desk,
  view: SeatsView,
  name: string,
  points: string[],
  chart: () => SVGSVGElement | undefined,
): CheckAct[] {
  const host = desk.host.seatsHost;
  const save = (kind: 'svg' | 'png') => () =>
    void desk.attempt(async () => {
      const svg = chart();
      if (!svg) return;
      const content = kind === 'svg' ? chartText(svg) : await chartPicture(svg);
      await host.saveChart({ kind, name: `seats-${name}`, content });
    });
  const hidden = chart() ? '' : 'Show the chart first.';
  return [
    { label: 'History as CSV…', act: () => void desk.attempt(async () => host.saveHistory(view.deployment)) },
    { label: 'Chart as SVG…', act: save('svg'), unavailable: hidden },
    { label: 'Chart as PNG…', act: save('png'), unavailable: hidden },
    {
      label: 'Copy as text',
      act: () => void desk.copy({ kind: 'text', text: chartWords(desk, view, name, points) }),
    },
  ];
}
