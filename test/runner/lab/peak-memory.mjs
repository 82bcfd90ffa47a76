// Loaded into each process of a run (`node --import`): leaves its highest resident size, in kilobytes, in a file of the folder PEAK_FOLDER.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['PEAK_FOLDER'];
if (folder !== undefined)
  process.on('exit', () => writeFileSync(join(folder, `${process.pid}.txt`), String(process.resourceUsage().maxRSS)));
