import type { CollectionName } from './collections.ts';
import type { Question } from './faults.ts';

/** What may be read, as RBAC has it. What is not named does not matter. */
export interface Permission {
  readonly verbs?: readonly Question['verb'][];
  readonly collection?: CollectionName;
  /** As a Role in each of these gives it. Without them it is a ClusterRole's: the whole cluster and every namespace. */
  readonly namespaces?: readonly string[];
}

/** Who may read what: everybody everything, until something is denied. The last word on a request holds. */
export interface Access {
  readonly allow: (permission: Permission) => void;
  readonly deny: (permission: Permission) => void;
  readonly isAllowed: (question: Question) => boolean;
}

export function createAccess(): Access {
  const words: { readonly permission: Permission; readonly isAllowed: boolean }[] = [];

  return {
    allow: (permission) => words.push({ permission, isAllowed: true }),
    deny: (permission) => words.push({ permission, isAllowed: false }),
    isAllowed: (question) => words.findLast(({ permission }) => covers(permission, question))?.isAllowed ?? true,
  };
}

function covers({ verbs, collection, namespaces }: Permission, question: Question): boolean {
  return (
    (verbs?.includes(question.verb) ?? true) &&
    (collection ?? question.collection) === question.collection &&
    (namespaces === undefined || (question.namespace !== undefined && namespaces.includes(question.namespace)))
  );
}
