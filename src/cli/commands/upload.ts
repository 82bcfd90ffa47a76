import type { AddCommand } from '../program.ts';
import type { UploadOptions } from '../store/upload.ts';

/** `assay upload RUN s3://…`. */
export const addUpload: AddCommand = (program, io, finish) => {
  program
    .command('upload')
    .description('store the folder of a run in an object storage with an S3 API')
    .argument('<run>', 'folder of a run, its id or the beginning of it, or latest')
    .argument('<address>', 's3://bucket/folder; the key comes from AWS_ACCESS_KEY_ID …')
    .option('--keep', 'leave another run that is stored there, and end with 0')
    .option('--allow <list>', 'plaintext: an address without encryption on another machine')
    .option('--env-file <file>', 'file with lines NAME=VALUE for these variables')
    .action(async (run: string, address: string, options: UploadOptions) => {
      const { upload } = await import('../store/upload.ts');
      finish(await upload(run, address, options, io));
    });
};
