/** A piece of an SVG document. */
export type Svg = string;

interface TextStyle {
  readonly size?: number;
  readonly colour?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
}

export const ink = '#24292f';
export const grey = '#656d76';
export const faint = '#d8dee4';

export function text(x: number, y: number, content: string, style: TextStyle = {}): Svg {
  const { size = 12, colour = ink, anchor = 'start', bold = false } = style;
  const weight = bold ? ' font-weight="600"' : '';
  const place = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" fill="${colour}"${place}${weight}>${escapeXml(content)}</text>`;
}

export function box(x: number, y: number, width: number, height: number, fill: string, stroke = 'none'): Svg {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="3" fill="${fill}" stroke="${stroke}"/>`;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function line(points: readonly Point[], colour: string, width = 1, dash = ''): Svg {
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `<polyline points="${coordinates(points)}" fill="none" stroke="${colour}" stroke-width="${width}"${dashes}/>`;
}

export function area(points: readonly Point[], colour: string): Svg {
  return `<polygon points="${coordinates(points)}" fill="${colour}" fill-opacity="0.55" stroke="${colour}" stroke-width="1"/>`;
}

export function document(width: number, height: number, label: string, parts: readonly Svg[]): Svg {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(label)}" font-family="Helvetica, Arial, sans-serif">`,
    box(0, 0, width, height, '#f6f8fa'),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** About how wide a text is, in pixels: no font is at hand to measure with. */
export function widthOf(content: string, size = 12): number {
  return [...content].reduce((width, character) => width + size * shareOf(character), 0);
}

/** Of the size of the text. */
function shareOf(character: string): number {
  if (/[A-Z×%]/.test(character)) return 0.72;
  return /[fijlrt.,:;/() |-]/.test(character) ? 0.4 : 0.63;
}

function coordinates(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ');
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escapeXml(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
