import type { KeyHolder } from '../kit/keys.ts';

const prefix = 'project:';

/** The scope of a key that may see only one project. */
export const projectScope = (projectId: string): string => prefix + projectId;

/** The only project that a key may see; undefined where it may see all. */
export const boundTo = (holder: Pick<KeyHolder<unknown>, 'scopes'> | undefined): string | undefined =>
  holder?.scopes.find((scope) => scope.startsWith(prefix))?.slice(prefix.length);
