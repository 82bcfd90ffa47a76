import { isDirectlyBelow, isSamePath } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { essenceOf, isJsonType } from '../../../contract/wire/media-type.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, defineProbe, fail, inconclusive, NotTried, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type OnOwn, onOwnResource, valuesFor } from '../../subjects/own-resources.ts';
import { roundTrips } from '../../subjects/round-trips.ts';
import { wordsAt } from '../../subjects/file-parts.ts';
import { changesOf, fileIn } from '../../subjects/same-file.ts';

/** A content of a resource that is put and read at one path behind its own, as it is and not as JSON: `/ships/{shipId}/drawing`. */
type PutContent = Subject & { readonly put: Operation; readonly read: Operation; readonly on: OnOwn };

const isRaw = (mediaType: string): boolean => !isJsonType(mediaType) && !/^(?:multipart\/|application\/x-www-form)/iu.test(mediaType);

/** Words for what a service makes of a content before it is read. */
const madeAnew =
  /\b(?:re-?encod|transcod|convert|normali[sz]|compress|optimi[sz]|resiz|scal|render|strip|sanit|clean|reformat|re-?writ|process|transform|trim|encrypt|watermark|sign|merg|append|pars|compil|thumbnail|preview|approv)\w*/iu;

/** May what is read be another form of what was put: by what the texts say, by parameters that ask for one, or as none of its types is that of what is put. */
const mayBeMadeAnew = (contract: Contract, put: Operation, read: Operation): boolean => {
  const typesOf = (contents: readonly { readonly mediaType: string }[]): readonly string[] =>
    contents.map(({ mediaType }) => essenceOf(mediaType));
  const asked = typesOf(put.body?.content ?? []);
  const shown = typesOf(read.responses.find(({ status }) => status === '200')?.content ?? []);
  const isSameType = asked.includes('*/*') || shown.some((one) => one === '*/*' || asked.includes(one));
  const isChosen = read.parameters.some(
    ({ in: where, name }) => where === 'query' && !/version|revision|download|disposition/iu.test(name),
  );
  return !isSameType || isChosen || madeAnew.test(`${wordsAt(contract, put)} ${wordsAt(contract, read)}`);
};

const putContents = (contract: Contract): readonly PutContent[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((put): readonly PutContent[] => {
        const asked = put.body?.content ?? [];
        const isPut = put.method === 'PUT' && put.unsupported === undefined && put.issues !== true;
        if (!isPut || asked.length === 0 || !asked.every(({ mediaType }) => isRaw(mediaType))) return [];
        const read = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, put.path));
        const shown = read?.responses.find(({ status }) => status === '200')?.content ?? [];
        const on = onOwnResource(contract, put);
        const isBehind = roundTrips(contract).some(({ itemPath }) => isDirectlyBelow(put.path, itemPath));
        if (read && mayBeMadeAnew(contract, put, read)) return [];
        if (!read || !on || !isBehind || shown.length === 0 || !shown.every(({ mediaType }) => isRaw(mediaType))) return [];
        return [at(put.location, { put, read, on })];
      });

type Result = { readonly sent: Exchange; readonly read: Exchange | undefined };

/** Does the document call what is put octets of any kind, of which a service makes nothing else. */
const isAnyOctets = ({ body }: Operation): boolean =>
  (body?.content ?? []).every(({ mediaType }) => ['application/octet-stream', '*/*'].includes(essenceOf(mediaType)));

/** What a read shows otherwise than it was put. */
const changeIn = ({ put }: PutContent, sent: Exchange, read: Exchange) => {
  const file = fileIn(sent.request.body, '');
  return file === undefined ? undefined : changesOf({ ...file, type: '' }, read, isAnyOctets(put))[0];
};

export const contentKept = defineProbe<PutContent, Result>({
  id: 'lifecycle/content-kept',
  title: 'A content that is put behind the path of a resource is read there as it was sent',
  why: 'A file that was replaced is downloaded as it was before, or with other octets, and cannot be used.',
  fix: 'Store the octets as they come, and serve the content that was stored last.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: putContents,
  prerequisites: ({ put, on }, around) => [...prerequisitesFor(on.resourceType.create, around), ...prerequisitesFor(put, around)],
  cost: () => ({ requests: 12, creates: 2 }),
  async run(subject, session) {
    const { put, read, on } = subject;
    const values = await session.run(inferredResource, {
      resourceType: on.resourceType.name,
      use: 'spare',
      for: put.key,
      turn: 'content-kept',
    });
    const pathValues = valuesFor(on, values);
    if (pathValues === undefined) throw new NotTried('missing-prerequisite', `Nothing tells what the path of ${put.key} names`);
    const sent = await session.send(usableRequest(session, put, 'content-kept', { pathValues }));
    if (!isSuccess(sent) || statusOf(sent) === 202) return { sent, read: undefined };
    let last: Exchange | undefined;
    await until(session, { withinMs: patienceMs(session.target, 'updated.shown'), why: 'what was put is to be read' }, async () => {
      const answer = await session.send(usableRequest(session, read, 'content-kept', { pathValues }));
      last = answer;
      return isSuccess(answer) && !isCached(answer) && changeIn(subject, sent, answer) === undefined ? true : undefined;
    });
    return { sent, read: last };
  },
  judge(subject, { sent, read }) {
    if (!read) return inconclusive(`${subject.put.key} was answered ${outcomeOf(sent)}`, [sent]);
    if (statusOf(read) !== 200 || isCached(read)) return inconclusive(`The read was answered ${outcomeOf(read)}`, [read, sent]);
    if (fileIn(sent.request.body, '') === undefined) return inconclusive('Nothing shows what was sent', [sent]);
    const change = changeIn(subject, sent, read);
    return change ? unconfirmed(fail(change, [read, sent])) : pass(1);
  },
});
