import { answerSchema } from '../../../contract/infer/conventions/collection.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { answerOf, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import type { Finding } from '../../../model/verdict.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { filePrerequisites, type UploadedFile, uploadedFile } from '../../scenarios/lifecycle/uploaded-file.ts';
import { type FilePart, fileParts, keepsFile, knowsByContent, readsFile } from '../../subjects/file-parts.ts';
import { changesOf } from '../../subjects/same-file.ts';
import { departuresIn } from '../../subjects/shown-as-sent.ts';
import type { Verdict } from '../../../model/verdict.ts';

const defineOverFiles = ({
  suits = () => true,
  judge,
  ...text
}: CheckText & {
  suits?(part: FilePart, contract: Contract): boolean;
  judge(part: FilePart, result: UploadedFile, contract: Contract): Verdict | Unconfirmed;
}): Probe<UploadedFile> =>
  defineProbe<FilePart, UploadedFile>({
    ...text,
    phase: 'mutate',
    stage: 'lifecycle',
    exclusive: 'collection',
    over: (contract) => fileParts(contract).filter((part) => suits(part, contract)),
    prerequisites: filePrerequisites,
    cost: () => ({ requests: 10, creates: 1 }),
    run: ({ upload }, session) => session.run(uploadedFile, { operation: upload.key }),
    judge: (part, result, { contract }) => judge(part, result, contract),
  });

type Broken = {
  readonly finding: Pick<Finding, 'code' | 'where' | 'expected' | 'actual'>;
  readonly exchanges: readonly [Exchange, ...Exchange[]];
};

/** Last words of members that hold the size of a file. */
const sizes: ReadonlySet<string> = new Set(['bytes', 'size', 'length']);

/** What the answer to an upload shows otherwise than it was sent. */
const shownOtherwise = (contract: Contract, { asked, upload }: FilePart, { upload: sent, texts, file, read }: UploadedFile): Broken[] => {
  const answered = answerSchema(upload);
  const answer = sent && jsonOf(sent);
  if (!sent || !file || answered === undefined || !isObject(answer)) return [];
  const held = read && isSuccess(read) ? answerOf(read)?.bodyBytes : undefined;
  const wrongSizes = Object.entries(answer).filter(
    ([name, value]) =>
      sizes.has(wordsOf(name).at(-1) ?? '') &&
      Number.isInteger(value) &&
      value !== file.octets.length &&
      held !== undefined &&
      value !== held,
  );
  return [
    ...departuresIn(contract, { asked, answered }, texts, answer).map(({ member, sent: value, shown }): Broken => ({
      finding: {
        code: shown === undefined ? 'sent-not-shown' : 'shown-otherwise',
        where: `/${member}`,
        expected: `${written(value)}, as the form has it`,
        actual: shown === undefined ? 'no such member' : written(shown),
      },
      exchanges: [sent],
    })),
    ...wrongSizes.map(([name, value]): Broken => ({
      finding: { code: 'other-size', where: `/${name}`, expected: `${file.octets.length}, the octets of the file`, actual: written(value) },
      exchanges: read ? [sent, read] : [sent],
    })),
  ];
};

/** What a read shows otherwise than it was uploaded, where the document says that it is kept. */
const readOtherwise = (contract: Contract, part: FilePart, { upload, read, file }: UploadedFile): Broken[] => {
  if (!upload || !read || !file) return [];
  const exchanges = [read, upload] as const;
  if ([404, 410].includes(statusOf(read) ?? 0)) {
    const finding = { code: 'file-not-found', where: 'status', expected: 'the file that was uploaded', actual: outcomeOf(read) };
    return [{ finding, exchanges }];
  }
  if (!isSuccess(read) || !readsFile(part)) return [];
  return changesOf(file, read, keepsFile(contract, part)).map((finding) => ({ finding, exchanges }));
};

export const fileKept = defineOverFiles({
  id: 'lifecycle/file-kept',
  title: 'An uploaded file is read as it was uploaded, and no more once it is removed',
  why: 'Who uploads the only copy of a photo finds out too late that it was cut off.',
  fix: 'Store the octets and the media type as they came, answer with what was stored, and remove both.',
  judge(part, result, contract) {
    const { creation, upload, removal, gone } = result;
    if (!upload || !isSuccess(upload))
      return inconclusive(`The upload was answered ${outcomeOf(upload ?? creation)}`, [upload ?? creation]);
    const stays: readonly Broken[] =
      gone && removal && isSuccess(gone)
        ? [
            {
              finding: { code: 'removed-file-shown', where: 'status', expected: '404: the file was removed', actual: outcomeOf(gone) },
              exchanges: [gone, removal],
            },
          ]
        : [];
    const broken = [...shownOtherwise(contract, part, result), ...readOtherwise(contract, part, result), ...stays];
    const [first] = broken;
    return first ? unconfirmed(fail(first.finding, first.exchanges, { judged: 3, breaches: broken.length })) : pass(1);
  },
});

/** Does an operation describe how it refuses a form. */
const describesRefusal = ({ responses }: Operation): boolean =>
  responses.some(({ status }) => ['400', '415', '422', '4XX'].includes(status));

export const mistakenFormRefused = defineOverFiles({
  id: 'lifecycle/mistaken-upload-refused',
  title:
    'An upload without its file, with a file of a type that is not named or other content than it is declared with, or with a text that is too long is refused',
  why: 'What is stored and no picture is shown to everybody as a broken one.',
  fix: 'Check that the form has its file, read the first octets of it to know its type, and check the other members by their limits.',
  suits: (part, contract) => describesRefusal(part.upload) && (part.alone === undefined || knowsByContent(contract, part)),
  judge(_part, { creation, mistaken }) {
    const accepted = mistaken.filter(({ exchange }) => isSuccess(exchange));
    const refused = mistaken.filter(({ exchange }) => [400, 413, 415, 422].includes(statusOf(exchange) ?? 0));
    const [first] = accepted;
    if (first) {
      const { mistake, words, exchange } = first;
      const finding = { code: `${mistake}-accepted`, where: 'request body', expected: `a 4xx to ${words}`, actual: outcomeOf(exchange) };
      return unconfirmed(fail(finding, [exchange], { judged: mistaken.length, breaches: accepted.length }));
    }
    if (refused.length > 0) return pass(refused.length);
    return inconclusive('No form with a mistake was refused for it', [creation, ...mistaken.map(({ exchange }) => exchange)]);
  },
});
