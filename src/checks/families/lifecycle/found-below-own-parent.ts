import { type PartInPath, partInPath } from '../../../contract/infer/part-in-path.ts';
import { endsInParameter, inPath, parametersIn } from '../../../contract/infer/path-template.ts';
import { saidIn } from '../../../contract/said.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { resourceIn as resourceOf } from '../../../contract/infer/suited-members.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { pageItems } from '../../subjects/collection.ts';
import { readItems, type ReadItems } from '../../subjects/read-items.ts';
import { idOfMade, parentOf, resourceIn, roundTrips, type Trip } from '../../subjects/round-trips.ts';
import { idText, type Resource } from '../../subjects/shown-resource.ts';

/** A parent that the run creates, and what shows the ids of what came into being with it. */
type Parent = { readonly id: string; readonly children: readonly string[]; readonly shownBy: Exchange };

/** Two such parents; undefined in the place of one that could not be made, with what was sent for it. */
type Parents = { readonly made: readonly (Parent | undefined)[]; readonly sent: readonly Exchange[] };

/** What comes into being with a resource that the run can create, and that nobody creates by itself: the revisions of a page, the lines of an order. */
type Coming = Subject & {
  /** Reads one of them by the id of its parent and its own. */
  readonly read: Operation;
  /** The member with its id. */
  readonly id: string;
  /** Creates the parent. */
  readonly create: Operation;
  /** Shows which came into being with it. */
  readonly show: Operation;
  readonly parents: (session: Session) => Promise<Parents>;
};

type Found = {
  readonly parents: Parents;
  /** The id of the child, and its reads below its own parent and below the other one. */
  readonly child: { readonly id: string; readonly parent: string; readonly own: Exchange; readonly other: Exchange } | undefined;
};

const purposes = ['found-own', 'found-other'] as const;

const listedWith = async (session: Session, { list, id }: ReadItems, parent: Trip): Promise<Parents> => {
  const sent: Exchange[] = [];
  const made: (Parent | undefined)[] = [];
  for (const purpose of purposes) {
    const creation = await sendCreation(session, usableRequest(session, parent.create, purpose));
    sent.push(creation);
    const above = idOfMade(session.contract, parent, creation);
    if (above === undefined) return { made, sent };
    const [name = ''] = parametersIn(list.operation.path);
    const shownBy = await session.send(usableRequest(session, list.operation, purpose, { pathValues: { [name]: above } }));
    sent.push(shownBy);
    const items = isSuccess(shownBy) ? (pageItems(list, shownBy) ?? []) : undefined;
    const children = items?.flatMap((item) => (isObject(item) ? (idText(item[id]) ?? []) : []));
    made.push(children && { id: above, children, shownBy });
  }
  return { made, sent };
};

/** What a list below its parent shows. */
const listed = (contract: Contract): readonly Coming[] =>
  readItems(contract).flatMap((one): readonly Coming[] => {
    const { read, list, id, location } = one;
    const { path } = list.operation;
    const parent = parentOf(contract, { addsTo: path });
    const isBelow = parametersIn(path).length === 1 && parametersIn(read.path).length === 2;
    // What a client creates below another resource is judged with its own round trip.
    const isCreated = roundTrips(contract).some(({ addsTo, itemPath }) => addsTo === path || itemPath === read.path);
    const isAlone = parent !== undefined && parent.create.method === 'POST' && parent.remove !== undefined && !parent.addsTo.includes('{');
    const parents = (session: Session): Promise<Parents> =>
      parent ? listedWith(session, one, parent) : Promise.resolve({ made: [], sent: [] });
    return isBelow && isAlone && !isCreated ? [at(location, { read, id, create: parent.create, show: list.operation, parents })] : [];
  });

const heldBy = async (session: Session, part: PartInPath, asking: Operation): Promise<Parents> => {
  const sent: Exchange[] = [];
  const made: (Parent | undefined)[] = [];
  for (const turn of purposes) {
    const values = await session.run(inferredResource, { resourceType: part.resourceType.name, use: 'spare', for: asking.key, turn });
    const above = Object.values(values).at(-1) ?? '';
    const shownBy = await session.send(usableRequest(session, part.read, turn, { pathValues: inPath(part.read.path, [above]) }));
    sent.push(shownBy);
    const parts: unknown = isSuccess(shownBy) ? resourceOf(jsonOf(shownBy))?.[part.list] : undefined;
    const children = Array.isArray(parts) ? parts.filter(isObject).flatMap((one) => idText(one[part.id]) ?? []) : undefined;
    made.push(children && { id: above, children, shownBy });
  }
  return { made, sent };
};

/** What the read of its parent shows in a member of its own, where the text of its own read says that it is below no other. */
const held = (contract: Contract): readonly Coming[] =>
  (contract.standard.size === 0 ? [] : contract.operations).flatMap((read): readonly Coming[] => {
    if (read.method !== 'GET' || read.effect !== 'safe' || !endsInParameter(read.path) || parametersIn(read.path).length !== 2) return [];
    const part = tellsApart(contract, read) ? partInPath(contract, read) : undefined;
    if (part === undefined || part.resourceType.create.path.includes('{')) return [];
    const { id, resourceType, read: show } = part;
    return [at(read.location, { read, id, create: resourceType.create, show, parents: (session: Session) => heldBy(session, part, read) })];
  });

/** Does the text of a read say that it does not find what is below another parent: "An edition of another map is not found here". */
const tellsApart = ({ document }: Contract, { location }: Operation): boolean =>
  saidIn(valueAt(document, nodeOf(location)))
    .flatMap(sentencesOf)
    .some(
      (one) =>
        /\b(?:of|below|under|belongs? to) (?:another|a different|some other|other)\b/iu.test(one) &&
        /\b404\b|\bnot found\b|\bunknown\b/iu.test(one),
    );

/** Does what is below a parent name that parent: `map_id` below `/maps/{map_id}`. */
const namesParent = ({ read }: Coming, resource: Resource, parent: string): boolean => {
  const wanted = wordsOf(parametersIn(read.path)[0] ?? '').join(' ');
  return (
    wanted.includes(' ') && Object.entries(resource).some(([name, value]) => wordsOf(name).join(' ') === wanted && String(value) === parent)
  );
};

const look = async (session: Session, { read, parents: bringAbout }: Coming): Promise<Found> => {
  const parents = await bringAbout(session);
  const [own, other] = parents.made;
  if (!own || !other || own.id === other.id) return { parents, child: undefined };
  // What is numbered anew below each parent has the same id below both.
  const id = own.children.find((one) => !other.children.includes(one));
  if (id === undefined) return { parents, child: undefined };
  const [above = '', last = ''] = parametersIn(read.path);
  const readBelow = (parentId: string, isOwn: boolean): Promise<Exchange> =>
    session.send({
      ...usableRequest(session, read, 'found', { pathValues: { [above]: parentId, [last]: id } }),
      faults: isOwn ? [] : ['unknown-id'],
    });
  return { parents, child: { id, parent: own.id, own: await readBelow(own.id, true), other: await readBelow(other.id, false) } };
};

export const foundBelowOwnParent = defineProbe<Coming, Found>({
  id: 'lifecycle/found-below-own-parent',
  title: 'What comes into being with a resource is found below that one, and below no other',
  why: 'Below another parent, people see what is not theirs.',
  fix: 'Look it up by its id and its parent together.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...listed(contract), ...held(contract)],
  prerequisites: ({ create, show }, around) => prerequisitesOnOwn(create, [show], around),
  cost: () => ({ requests: 12, creates: 2 }),
  run: (subject, session) => look(session, subject),
  judge(subject, { parents, child }, { contract }) {
    const { read } = subject;
    if (!child) return inconclusive('Nothing shows what came into being with a resource of ours alone', parents.sent);
    const { id, parent, own, other } = child;
    const shown = resourceIn(contract, read, own, subject.id);
    if (!shown || idText(shown[subject.id]) !== id)
      return inconclusive(`Below its own parent, ${read.key} was answered ${outcomeOf(own)}, without what was asked for`, [own]);
    if (!namesParent(subject, shown, parent) && !tellsApart(contract, read))
      return inconclusive('Nothing says that it belongs to one parent alone', [own]);
    const seen = resourceIn(contract, read, other, subject.id);
    if (!seen || idText(seen[subject.id]) !== id)
      return isSuccess(other) ? inconclusive('Below another parent, the read shows something else', [other]) : pass(1);
    const finding = {
      code: 'found-below-other',
      where: 'status',
      expected: `404: ${id} came into being below another parent`,
      actual: `${id}, ${outcomeOf(other)}`,
    };
    return unconfirmed(fail(finding, [other, own]));
  },
});
