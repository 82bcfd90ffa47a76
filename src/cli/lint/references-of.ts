import type { GivenOptions } from '../../config/given.ts';
import type { LoadOptions } from '../../contract/load.ts';

/** What references may name, by options or variables, for a document that does not belong to a target of a config. */
export const referencesOf = (given: GivenOptions): NonNullable<LoadOptions['references']> => ({
  remoteHosts: given.of('allowRemoteRefs')?.values ?? [],
  outside: (given.of('allowRefsOutside')?.values.length ?? 0) > 0,
});
