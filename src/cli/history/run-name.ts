/** Name of the folder of a run, as a history has it: one that leads out of the folder of the runs is none. */
export const isRunName = (run: string): boolean => /^[\w.:-]+$/u.test(run) && !/^\.+$/u.test(run);
