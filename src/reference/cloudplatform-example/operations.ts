import type { Layer } from './call.ts';
import { issueKey } from './issued-keys.ts';
import { createProject, listProjects } from './projects.ts';
import type { Settings } from './settings.ts';
import { readUsage } from './usage.ts';
import { readUser } from './user.ts';

/** Every operation of the catalogue, and the one that only an example shows. */
export const operations = (settings: Settings): Readonly<Record<string, Layer>> => ({
  'GET /projects': listProjects(settings),
  'POST /projects': createProject(settings),
  'POST /keys': issueKey(settings),
  'GET /usage': readUsage(settings),
  'GET /user': readUser(settings),
});
