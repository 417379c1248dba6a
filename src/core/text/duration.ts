const unitSeconds = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 } as const;
const duration = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** Whole seconds of a Prometheus duration (`5m`, `1h30m`); `undefined` when `text` is not one or is zero. Milliseconds and years are not taken. */
export function parseDuration(text: string): number | undefined {
  const match = text === '' ? null : duration.exec(text);
  if (!match) return undefined;
  const seconds = Object.values(unitSeconds).reduce(
    (sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0),
    0,
  );
  return seconds > 0 ? seconds : undefined;
}

/** The shortest Prometheus duration for whole seconds: 5400 is `1h30m`. */
export function formatDuration(seconds: number): string {
  let rest = seconds;
  let text = '';
  for (const [unit, size] of Object.entries(unitSeconds)) {
    // A week is written in days: 14d reads better than 2w, and Prometheus prints it so.
    if (unit === 'w') continue;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text === '' ? '0s' : text;
}
