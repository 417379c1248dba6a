/** Stable codes, and what they are about. A contract: people search for them and scripts test for them, so none is ever reused. */
export const userErrorCodes = {
  USAGE: 'a flag, argument or setting of the command line',
  FILE_UNREADABLE: 'a file or folder that is not there or may not be read',
  INVENTORY_INVALID: 'an inventory file that is not what kubectl prints',
  CATALOG_INVALID: 'a catalog with problems',
  CONFIG_INVALID: 'a configuration file with problems',
  TEMPLATE_INVALID: 'a rule template with problems',
  KUBECONFIG_INVALID: 'a kubeconfig that is missing, unreadable or does not name a cluster',
  CLUSTER_UNREACHABLE: 'an API server that does not answer, or refuses',
  PROMETHEUS_CONFIG_INVALID: 'a configuration for Prometheus that is missing, unreadable or has problems',
  PROMETHEUS_UNREACHABLE: 'a Prometheus that does not answer, refuses, or does not have what is needed',
  EXPORTER_UNREADABLE: 'an exporter that does not answer, or whose metrics tell of no components',
  ADDRESS_UNUSABLE: 'an address that cannot be listened on',
  TARGET_UNFIT: 'a target, or a version of one, that cannot hold the rules',
  OUTPUT_UNWRITABLE: 'an output folder that cannot be written',
} as const;

export type UserErrorCode = keyof typeof userErrorCodes;

/** What the person at the keyboard can put right. Shown as one sentence, without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: UserErrorCode;

  /** `problem` names the place and what is wrong there, `remedy` what to do; together they are one sentence. */
  constructor(code: UserErrorCode, problem: string, remedy: string, options?: ErrorOptions) {
    super(`${problem}; ${remedy}`, options);
    this.code = code;
  }
}
