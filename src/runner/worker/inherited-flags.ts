/** Options whose next argument is a program, in place of a file. */
const evaluating = new Set(['-e', '--eval', '-p', '--print', '-pe']);

/** Options of a debugger or a watcher, or about a program that is given as text. */
const ofThisProcess = /^--(?:inspect|eval=|print=|input-type|watch|test)/u;

/**
 * The options of Node that a worker takes over from the process that starts it, such as limits of memory and certificates. Not those about what this
 * process runs: with `-e`, a worker would run the program of the caller again.
 * @param flags `process.execArgv`.
 */
export const inheritedFlags = (flags: readonly string[]): string[] =>
  flags.filter((flag, at) => !evaluating.has(flag) && !evaluating.has(flags[at - 1] ?? '') && !ofThisProcess.test(flag));
