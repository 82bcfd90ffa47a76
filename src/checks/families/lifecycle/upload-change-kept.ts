import { askedContent, askedSchema } from '../../../contract/asked-content.ts';
import { isAsked } from '../../../contract/infer/common-parameters.ts';
import { itemOf } from '../../../contract/infer/covering.ts';
import { idNames } from '../../../contract/infer/id-names.ts';
import { endsInParameter, isSamePath, parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation, Schema } from '../../../contract/model.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { essenceOf, isJsonPatch } from '../../../contract/wire/media-type.ts';
import { askedBody } from '../../../generators/request-body.ts';
import { tellingValue } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isScalar } from '../../../model/json.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { bodyOf } from '../../scenarios/lifecycle/round-trip/way.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { idOfMade, placeIn, resourceIn } from '../../subjects/round-trips.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { comparableMembers } from '../../subjects/shown-as-sent.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** What a form with a file creates, and a change without that file: the words below a picture. */
type Upload = Subject & {
  readonly create: Operation;
  readonly itemPath: string;
  readonly id: string;
  readonly change: Operation;
  readonly read: Operation;
  readonly asked: Schema;
  readonly answered: Schema;
};

type Kept = {
  readonly creation: Exchange;
  readonly change: Exchange | undefined;
  readonly before: Resource;
  readonly sent: Resource;
  readonly after: Exchange | undefined;
};

const needsNothing = ({ unsupported, parameters }: Operation): boolean =>
  unsupported === undefined && !parameters.some((one) => isAsked(one) && one.name.toLowerCase() !== 'if-match');

const takesFile = ({ body }: Operation): boolean =>
  askedContent(body) === undefined && (body?.content ?? []).some(({ mediaType }) => essenceOf(mediaType) === 'multipart/form-data');

const uploads = (contract: Contract): readonly Upload[] =>
  contract.standard.size === 0
    ? []
    : contract.inferredResourceTypes.flatMap((type): readonly Upload[] => {
        const { create } = type;
        const { path: itemPath } = itemOf(type);
        const isOurs = create.method === 'POST' && create.effect === 'creates' && takesFile(create) && needsNothing(create);
        if (!isOurs || create.path.includes('{') || !endsInParameter(itemPath)) return [];
        const on = (...methods: readonly string[]): Operation | undefined =>
          contract.operations.find((one) => methods.includes(one.method) && isSamePath(one.path, itemPath) && needsNothing(one));
        const [read, change] = [on('GET'), on('PATCH') ?? on('PUT')];
        const content = askedContent(change?.body);
        const asked = askedSchema(change?.body);
        if (read?.effect !== 'safe' || change?.effect !== 'changes' || !content || isJsonPatch(content.mediaType)) return [];
        const id = idNames(type).find((name) => placeIn(contract, read, name) !== undefined);
        const answered = id === undefined ? undefined : placeIn(contract, read, id)?.schema;
        if (id === undefined || asked === undefined || answered === undefined) return [];
        const isCompared = comparableMembers(contract, asked, answered).size > 0;
        return isCompared ? [at(change.location, { create, itemPath, id, change, read, asked, answered })] : [];
      });

/** Milliseconds until a read that shows something else is repeated. */
const laterMs = 1000;

/** Other values than those that are shown, for the members that a read shows too. */
const otherValues = ({ contract }: Session, { asked, answered }: Upload, shown: Resource, fresh: (name: string) => string): Resource =>
  Object.fromEntries(
    [...comparableMembers(contract, asked, answered)].flatMap(([name, schema]) => {
      const value = tellingValue(contract.document, schema, fresh, name);
      return isScalar(value) && value !== null && shown[name] !== undefined && !isSameValue(value, shown[name])
        ? [[name, value] as const]
        : [];
    }),
  );

/** The members of a change that a read shows with the value from before. */
const asBefore = ({ before, sent }: Pick<Kept, 'before' | 'sent'>, shown: Resource): readonly string[] =>
  Object.keys(sent).filter((name) => shown[name] !== undefined && isSameValue(shown[name], before[name]));

const changed = async (session: Session, upload: Upload): Promise<Kept> => {
  const { contract } = session;
  const { create, change, read, id } = upload;
  const creation = await sendCreation(session, usableRequest(session, create, 'with-words'));
  const none: Kept = { creation, change: undefined, before: {}, sent: {}, after: undefined };
  const own = statusOf(creation) === 202 ? undefined : idOfMade(contract, upload, creation);
  if (own === undefined) return none;
  const on = ({ path }: Operation): Record<string, string> => ({ [parametersIn(path)[0] ?? '']: own });
  const readIt = (): Promise<Exchange> => session.send(usableRequest(session, read, 'words', { pathValues: on(read) }));
  const before = resourceIn(contract, read, await readIt(), id);
  if (before === undefined) return none;
  const usual = usableRequest(session, change, 'words', { pathValues: on(change) });
  const sent = otherValues(session, upload, before, freshFor(session, 'words'));
  const body = { ...bodyOf({ request: usual }), ...sent };
  const exchange = await session.send({ ...usual, body: askedBody(change, body), madeUp: [...(usual.madeUp ?? []), 'body'] });
  if (!isSuccess(exchange) || statusOf(exchange) === 202) return { ...none, change: exchange };
  let after = await readIt();
  if (asBefore({ before, sent }, resourceIn(contract, read, after, id) ?? {}).length > 0) {
    await session.pause(laterMs, 'a read is to show the change');
    after = await readIt();
  }
  return { creation, change: exchange, before, sent, after };
};

export const uploadChangeKept = defineProbe<Upload, Kept>({
  id: 'lifecycle/upload-change-kept',
  title: 'What is changed about an uploaded file is read afterwards',
  why: 'The answer says that the words below a picture are right, so nobody reads them again.',
  fix: 'Store a change before it is answered, and read the same record.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: uploads,
  prerequisites: ({ create, change, read }, around) => prerequisitesOnOwn(create, [change, read], around),
  cost: () => ({ requests: 6, creates: 1 }),
  run: (upload, session) => changed(session, upload),
  judge({ read, id }, { creation, change, before, sent, after }, { contract }) {
    if (!change) return inconclusive(`The creation was answered ${outcomeOf(creation)}, or a read does not show it`, [creation]);
    const shown = after && !isCached(after) ? resourceIn(contract, read, after, id) : undefined;
    if (!after || !shown) return inconclusive(`The change was answered ${outcomeOf(change)}`, [change]);
    const judged = Object.keys(sent).filter((name) => shown[name] !== undefined);
    if (judged.length === 0) return inconclusive('The read shows nothing of what was changed', [after, change]);
    const [name] = asBefore({ before, sent }, shown);
    if (name === undefined) return pass(judged.length);
    const finding = {
      code: 'change-not-kept',
      where: `/${name}`,
      expected: `${written(sent[name])}, as the change asked for`,
      actual: `${written(shown[name])}, as before`,
    };
    return unconfirmed(fail(finding, [after, change]));
  },
});
