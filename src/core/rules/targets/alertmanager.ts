import { escapeString } from '../../text/promql-escape.ts';
import { toYaml } from '../../text/to-yaml.ts';
import { generatedHeader } from './generated-header.ts';
import { inhibitions, type Matcher, plimsollAlerts } from './inhibitions.ts';
import { type Target, written } from './target.ts';

const path = 'alertmanager/plimsoll.yaml';

const explanation = `#
# A part of alertmanager.yml in its own shape: append what stands under routes and inhibit_rules here to the lists of the
# same names there. The route goes last, so that your routes by severity or team come first, and has no receiver, so that
# the one of its parent gets what none of them took.
`;

/** How Plimsoll's alerts are grouped, and which of them mute others, to be merged into an Alertmanager's configuration. */
export const alertmanagerTarget: Target = {
  description: 'a route and inhibition rules to merge into alertmanager.yml (alertmanager/)',
  folders: ['alertmanager'],
  readBy: ['alertmanager'],
  write({ files, catalog, settings: { clusterLabel } }) {
    const object = {
      route: {
        routes: [
          {
            matchers: [matcherText(plimsollAlerts)],
            // One notification for an issue in a cluster, however many workloads show it.
            group_by: ['alertname', clusterLabel, 'component', 'version', 'issue'],
            // What is known stays until somebody upgrades: told once a day, unless it is urgent.
            repeat_interval: '24h',
            routes: [{ matchers: ['severity="critical"'], repeat_interval: '4h' }],
          },
        ],
      },
      inhibit_rules: inhibitions(files, catalog, clusterLabel).map(({ source, target, equal }) => ({
        source_matchers: source.map(matcherText),
        target_matchers: target.map(matcherText),
        equal,
      })),
    };
    return written([{ path, text: generatedHeader + explanation + toYaml(object) }]);
  },
};

/** As Alertmanager writes them. */
function matcherText({ name, operator, value }: Matcher): string {
  return `${name}${operator}"${escapeString(value)}"`;
}
