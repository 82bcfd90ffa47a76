import { wordsOf } from '../contract/infer/words.ts';
import type { Contract, Parameter } from '../contract/model.ts';
import { parameterValues } from '../contract/wire/writing.ts';
import type { RequestBody } from '../model/request.ts';
import { mayBeSent } from './request-match.ts';
import { sampleFile } from './sample-files.ts';

/** Endings of names of files, with the one that is usual for the same type. */
const endings: ReadonlyMap<string, string> = new Map(
  [
    ['pdf'],
    ['png'],
    ['jpg', 'jpeg'],
    ['gif'],
    ['csv'],
    ['txt', 'text'],
    ['json'],
    ['xml'],
    ['zip'],
    ['gz'],
    ['wav'],
    ['svg'],
    ['html', 'htm'],
    ['yaml', 'yml'],
    ['bin'],
  ].flatMap(([usual = '', ...others]) => [usual, ...others].map((one) => [one, usual] as const)),
);

/** Is a parameter the name of a file: `fileName`, `filename`, `file_name`, `X-File-Name`, `originalFilename`. */
const namesFile = ({ name }: Parameter): boolean => /(?:^| )file ?name$/u.test(wordsOf(name).join(' '));

/**
 * The name of a file with the ending of what is uploaded under it. A document prints one name for all media types of an upload, and a service may
 * refuse a text that is called `receipt.pdf`. The name stays where it has no ending that we know, where the media type has none, and where the schema does not take the other one.
 * @param body The file, which is the whole body.
 */
export const endingAsBody = (
  contract: Pick<Contract, 'document'>,
  parameter: Parameter,
  text: string,
  body: RequestBody | undefined,
): string => {
  if ((body?.kind !== 'text' && body?.kind !== 'octets') || !namesFile(parameter)) return text;
  const [, stem = '', ending = ''] = /^(.+)\.([a-z\d]{2,5})$/iu.exec(text) ?? [];
  const usual = endings.get(ending.toLowerCase());
  const extension = sampleFile(body.mediaType)?.extension;
  if (usual === undefined || extension === undefined || usual === extension) return text;
  const named = [extension, ...[...endings].flatMap(([one, its]) => (its === extension ? [one] : []))].map((one) => `${stem}.${one}`);
  return named.find((one) => mayBeSent(contract.document, parameterValues(contract, parameter).schema, one)) ?? text;
};
