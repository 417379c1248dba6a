import { toYaml } from '../../text/to-yaml.ts';
import { generatedHeader } from './generated-header.ts';
import { inhibitions, type Matcher } from './inhibitions.ts';
import { type MatcherStrategy, matcherStrategies, type OutputSettings } from './output-settings.ts';
import { formatProgramVersion, isBefore } from './program.ts';
import { kustomization, objectMetadata } from './rule-objects.ts';
import { type Refusal, type Target, written } from './target.ts';

const folder = 'alertmanagerconfigs';

/**
 * The inhibition rules as an AlertmanagerConfig (monitoring.coreos.com/v1alpha1).
 *
 * Routes need a receiver of the same object, and receivers need secrets: they stay in an AlertmanagerConfig of the user's.
 * v1beta1, whose matchers are the same, is served only where the operator's conversion webhook runs.
 */
export const prometheusOperatorAlertmanagerTarget: Target = {
  description: `an AlertmanagerConfig with the inhibition rules, and a kustomization (${folder}/)`,
  folders: [folder],
  readBy: ['prometheus-operator', 'alertmanager'],
  write({ files, catalog, settings, output }) {
    const { matcherStrategy } = output;
    const namespace = output.alertmanagerNamespace ?? output.namespace;
    if (matcherStrategy === undefined) return refused(noStrategy);
    if (namespace === undefined && matcherStrategy !== 'None') return refused(noNamespace);
    const operator = output.versions.get('prometheus-operator');
    if (operator !== undefined && isBefore(operator, matcherStrategies[matcherStrategy])) {
      return refused(tooOld(matcherStrategy));
    }
    const object = {
      apiVersion: 'monitoring.coreos.com/v1alpha1',
      kind: 'AlertmanagerConfig',
      metadata: objectMetadata('plimsoll', { namespace, labels: output.labels }),
      spec: {
        inhibitRules: inhibitions(files, catalog, settings.clusterLabel).map(({ source, target, equal }) => ({
          sourceMatch: source.map(matcherObject),
          targetMatch: target.map(matcherObject),
          equal,
        })),
      },
    };
    const config = { path: `${folder}/plimsoll.yaml`, text: generatedHeader + header(output) + toYaml(object) };
    return written(
      [config, kustomization(folder, [config])],
      [
        `${config.path} works only where the Alertmanager object${inNamespace(namespace)} has spec.alertmanagerConfigMatcherStrategy.type: ${matcherStrategy}`,
      ],
    );
  },
};

function header({ matcherStrategy, alertmanagerNamespace, namespace }: OutputSettings): string {
  const where = inNamespace(alertmanagerNamespace ?? namespace);
  return `#
# The Alertmanager object${where} has to have
#   spec: {alertmanagerConfigMatcherStrategy: {type: ${matcherStrategy}}}
# By default (OnNamespace) the operator adds namespace="<that of this object>" to every matcher below, and alerts about
# other namespaces, kube-system for one, or about nodes would never match. Its alertmanagerConfigSelector has to select
# this object as well.
`;
}

function inNamespace(namespace: string | undefined): string {
  return namespace === undefined ? '' : ` in namespace ${namespace}`;
}

function matcherObject({ name, operator, value }: Matcher): object {
  return { name, value, matchType: operator };
}

const noStrategy: Refusal = {
  problem:
    'an AlertmanagerConfig matches only alerts about its own namespace unless the Alertmanager object says otherwise in spec.alertmanagerConfigMatcherStrategy.type',
  remedy: `set it to ${Object.keys(matcherStrategies).join(' or ')} and name it with --matcher-strategy, or use --target alertmanager`,
};

const noNamespace: Refusal = {
  problem: 'with OnNamespaceExceptForAlertmanagerNamespace an AlertmanagerConfig has to be where the Alertmanager is',
  remedy: 'name its namespace with --alertmanager-namespace',
};

function tooOld(strategy: MatcherStrategy): Refusal {
  return {
    problem: `the Prometheus operator has the matcher strategy ${strategy} since ${formatProgramVersion(matcherStrategies[strategy])}`,
    remedy: strategy === 'None' ? 'use --target alertmanager' : 'use None, or --target alertmanager',
  };
}

function refused(refusal: Refusal) {
  return { artefacts: [], notes: [], refusals: [refusal] };
}
