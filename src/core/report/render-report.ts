import type { Basis } from '../catalog/judged-by.ts';
import { describeFixed } from '../catalog/known-issue.ts';
import type { UnresolvedReason } from '../components/recognise.ts';
import { renderTable } from '../text/table.ts';
import type { Report, ReportedExposure, ReportedFix } from './report.ts';

/** The report for a person at a terminal. */
export function renderReport(report: Report): string {
  return [renderComponents(report), renderRemedies(report), renderUnconfirmed(report)]
    .filter((part) => part !== '')
    .join('\n');
}

function renderComponents(report: Report): string {
  if (report.components.length === 0) return `Nothing that the catalog knows runs here (${report.nodes} nodes).\n`;
  const header = ['COMPONENT', 'VERSION', 'INSTANCES', 'ISSUE', 'EXPOSURE', 'WHY'];
  const hasClusters = report.components.some(({ cluster }) => cluster !== undefined);
  return renderTable([
    hasClusters ? ['CLUSTER', ...header] : header,
    ...report.components.flatMap((component) =>
      rowsOf(component, report.exposures).map((row) => [...clusterCell(component), ...row]),
    ),
  ]);
}

/** In front of every row, where there are several clusters. */
function clusterCell({ cluster }: { readonly cluster?: string }): readonly string[] {
  return cluster === undefined ? [] : [cluster === '' ? '-' : cluster];
}

/** What to do about the issues that can show here, or might; empty when there are none. */
function renderRemedies({ exposures }: Report): string {
  const exposed = exposures.filter(({ exposure }) => exposure === 'exposed' || exposure === 'unknown');
  const byIssue = Map.groupBy(exposed, ({ issue }) => issue);
  return [...byIssue.values()]
    .flatMap(([first, ...others]) => (first ? renderRemedy([first, ...others]) : []))
    .join('\n');
}

/** Worth a look before an upgrade, and too many to stand between what is known. */
function renderUnconfirmed({ exposures }: Report): string {
  const unconfirmed = exposures.filter(({ exposure }) => exposure === 'unconfirmed');
  if (unconfirmed.length === 0) return '';
  const rows = unconfirmed.map((exposure) => {
    const { issue, component, version, summary } = exposure;
    const [first = '', ...others] = [...clusterCell(exposure), issue, component, version, summary];
    return [`  ${first}`, ...others];
  });
  return `Not confirmed: nobody has said whether these versions have it or not.\n${renderTable(rows)}`;
}

function rowsOf(
  { cluster, component, version, unresolved, unresolvedText, instances }: Report['components'][number],
  all: readonly ReportedExposure[],
): readonly (readonly string[])[] {
  const exposures = all.filter((exposure) => exposure.cluster === cluster);
  if (unresolved !== null) {
    return [[component, '?', String(instances.length), '-', 'unresolved', whyUnresolved(unresolved, unresolvedText)]];
  }
  const known = exposures.filter(
    (exposure) =>
      exposure.component === component && exposure.version === version && exposure.exposure !== 'unconfirmed',
  );
  if (known.length === 0) {
    const isOpen = exposures.some((exposure) => exposure.component === component && exposure.version === version);
    const why = isOpen ? 'nothing confirmed, see below' : 'no known issue';
    return [[component, version ?? '', String(instances.length), '-', '-', why]];
  }
  return known.map((exposure) => [
    component,
    exposure.version,
    String(exposure.instances.length),
    exposure.issue,
    exposure.exposure.replace('_', ' '),
    whyExposed(exposure),
  ]);
}

function whyUnresolved(reason: UnresolvedReason, text: string | null): string {
  switch (reason) {
    case 'digest_only':
      return 'the image names a digest and no version';
    case 'no_tag':
      return 'the image has no tag';
    case 'not_a_version':
      return `the image tag "${text}" is not a version`;
  }
}

function whyExposed({ exposure, condition, fixedVersions }: ReportedExposure): string {
  switch (exposure) {
    case 'exposed':
      return fixedVersions.length === 0
        ? 'no fixed release is known'
        : `fixed in ${fixedVersions.map(fixText).join(', ')}`;
    case 'unknown':
      return `cannot be told: ${condition}`;
    case 'unconfirmed':
      return 'nobody has said whether this version has it';
    case 'not_exposed':
      return `does not hold: ${condition}`;
  }
}

/** What an alert about it goes by, where no source says how much it should use. */
const judgedWithout: Readonly<Record<Basis, string>> = {
  figure: 'no source gives a figure for it',
  history: 'judged once a version without the issue has run here for an hour: no source gives a figure',
  peers: 'judged by its peers, where there are at least three',
  own_past: 'judged by what each instance used while it was quiet',
  trend: 'judged by how it grows over hours',
  unburdened: 'judged by what the component that pays used without it, for at least an hour',
  nothing: 'not judged by any alert: no rule can see it',
};

function renderRemedy(group: readonly [ReportedExposure, ...ReportedExposure[]]): string {
  const [{ issue, summary, workarounds, reference, expected, judgedBy }] = group;
  const certain = group.some(({ exposure }) => exposure === 'exposed');
  return [
    `${issue}${certain ? '' : ' (perhaps)'}: ${summary}`,
    ...new Set(group.flatMap(({ checks }) => checks.map((check) => `  to find out: ${check}`))),
    expected === null
      ? `  ${judgedWithout[judgedBy]}`
      : `  should use about ${expected.value} ${expected.unit} per ${expected.per} (${expected.evidence})`,
    ...new Set(group.map(renderUpgrade)),
    ...workarounds.map((workaround) => `  or: ${workaround}`),
    `  see ${reference}`,
    '',
  ].join('\n');
}

function renderUpgrade({ component, version, fixedVersions }: ReportedExposure): string {
  const upgrade =
    fixedVersions.length === 0 ? 'no fixed release is known' : `upgrade to ${fixedVersions.map(fixText).join(' or ')}`;
  return `  ${component} ${version}: ${upgrade}`;
}

function fixText({ version, edition }: ReportedFix): string {
  return describeFixed(version, edition);
}
