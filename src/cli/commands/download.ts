import type { AddCommand } from '../program.ts';
import type { DownloadOptions } from '../store/download.ts';

/** `assay download s3://… DIR`. */
export const addDownload: AddCommand = (program, io, finish) => {
  program
    .command('download')
    .description('fetch a stored run, or all runs in a folder of an object storage')
    .argument('<address>', 's3://bucket/folder; the key comes from AWS_ACCESS_KEY_ID …')
    .argument('<dir>', 'folder to fetch into, empty or new')
    .option('--runs <n>', 'end with 3 if there are fewer')
    .option('--wait <duration>', 'wait so long for them: 90s, 10m, 1h')
    .option('--allow <list>', 'plaintext: an address without encryption on another machine')
    .option('--env-file <file>', 'file with lines NAME=VALUE for these variables')
    .action(async (address: string, dir: string, options: DownloadOptions) => {
      const { download } = await import('../store/download.ts');
      finish(await download(address, dir, options, io));
    });
};
