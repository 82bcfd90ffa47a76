import type { GivenOptions } from '../../config/given.ts';
import type { LoadOptions } from '../../contract/load.ts';

/** What references may name, for a document that is no target of a config: as the options or their variables say. */
export const referencesOf = (given: GivenOptions): NonNullable<LoadOptions['references']> => ({
  remoteHosts: given.of('allowRemoteRefs')?.values ?? [],
  outside: (given.of('allowRefsOutside')?.values.length ?? 0) > 0,
});
