/**
 * Options of the engine, by its major version, with which a process that works for some seconds takes a sixth less of the processor. Regular expressions are compiled at
 * once: documents are read with hundreds of them, each over many texts, and the engine would interpret them first. And functions are optimized later: most of what a run
 * calls is called too seldom to be worth it. What an unknown version calls such options is not known either.
 */
const byVersion: Readonly<Record<string, readonly string[]>> = {
  // Node 20, 22 and 24.
  '11': ['--no-regexp-tier-up', '--interrupt-budget=500000'],
  '12': ['--no-regexp-tier-up'],
  '13': ['--no-regexp-tier-up'],
};

/** The options for this engine; none where it knows them by no name. */
export const engineFlags: readonly string[] = byVersion[process.versions.v8.split('.')[0] ?? ''] ?? [];
