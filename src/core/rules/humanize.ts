const largePrefixes = ['', 'k', 'M', 'G', 'T', 'P'];
const smallPrefixes = ['', 'm', 'u', 'n', 'p'];
const binaryPrefixes = ['', 'ki', 'Mi', 'Gi', 'Ti', 'Pi'];

/** Prometheus' `humanize`: four significant digits and a metric prefix. */
export function humanize(value: number): string {
  const prefixes = value >= 1 ? largePrefixes : smallPrefixes;
  const step = value >= 1 ? 1 / 1000 : 1000;
  let scaled = value;
  let index = 0;
  while (value !== 0 && index < prefixes.length - 1 && (value >= 1 ? scaled >= 1000 : scaled < 1)) {
    scaled *= step;
    index += 1;
  }
  return `${Number(scaled.toPrecision(4))}${prefixes[index] ?? ''}`;
}

/** Prometheus' `humanize1024`: four significant digits and a binary prefix. */
export function humanize1024(value: number): string {
  let scaled = value;
  let index = 0;
  while (value > 1 && index < binaryPrefixes.length - 1 && scaled >= 1024) {
    scaled /= 1024;
    index += 1;
  }
  return `${Number(scaled.toPrecision(4))}${binaryPrefixes[index] ?? ''}`;
}

/** Prometheus' `humanizeDuration`, for whole seconds. */
export function humanizeDuration(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = seconds % 60;
  if (days > 0) return `${days}d ${hours}h ${minutes}m ${rest}s`;
  if (hours > 0) return `${hours}h ${minutes}m ${rest}s`;
  return minutes > 0 ? `${minutes}m ${rest}s` : `${rest}s`;
}
