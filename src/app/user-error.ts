/** Stable codes: people search for them and scripts test for them. */
export type UserErrorCode =
  | 'USAGE'
  | 'FILE_UNREADABLE'
  | 'INVENTORY_INVALID'
  | 'CATALOG_INVALID'
  | 'TEMPLATE_INVALID'
  | 'KUBECONFIG_INVALID'
  | 'CLUSTER_UNREACHABLE'
  | 'ADDRESS_UNUSABLE'
  | 'OUTPUT_UNWRITABLE';

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
