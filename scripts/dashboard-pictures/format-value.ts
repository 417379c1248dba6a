/** A number as Grafana writes it in one of the units that the dashboards use. */
export function formatValue(value: number, unit: string): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 's':
      return formatSeconds(value);
    case 'percentunit':
      return `${short(value * 100)} %`;
    case 'dateTimeAsIso':
      return new Date(value).toISOString().slice(0, 16).replace('T', ' ');
    case 'none':
      return short(value);
    default: {
      const suffix = unit.replace(/^suffix:/, '');
      return `${short(value)}${suffix}`;
    }
  }
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

function formatBytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(Math.floor(Math.log2(value) / 10), byteUnits.length - 1);
  return `${short(value / 1024 ** power)} ${byteUnits[power]}`;
}

const timeUnits = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

function formatSeconds(value: number): string {
  const [name, size] = timeUnits.find(([, seconds]) => Math.abs(value) >= seconds) ?? ['ms', 0.001];
  return value === 0 ? '0 s' : `${short(value / size)} ${name}`;
}
