import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

import type { ReportInput } from '../../report/report-input.ts';

/**
 * The Git repository that holds a directory, if there is one. Tools that show findings at a line of a file (GitHub, GitLab, viewers of SARIF)
 * name files from its root.
 */
export const repositoryOf = (cwd: string): Pick<ReportInput, 'repository'> => {
  for (let root = cwd; ; root = dirname(root)) {
    // In a work tree it is a file.
    if (existsSync(join(root, '.git'))) return { repository: { root, below: relative(root, cwd).split(sep).join('/') } };
    if (dirname(root) === root) return {};
  }
};
