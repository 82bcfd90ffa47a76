import type { Answered, Ask } from './client.ts';
import type { Project } from './cloudplatform-example-client.ts';
import { create, creation, list, projects } from './cloudplatform-example-client.ts';
import type { Symptom } from './symptoms.ts';

const listed =
  (isSymptom: (answer: Answered) => boolean): Symptom =>
  async (ask) =>
    isSymptom(await list(ask));
const item =
  (isSymptom: (project: Project) => boolean): Symptom =>
  async (ask) =>
    (await projects(ask)).some(isSymptom);
const created =
  (isSymptom: (answer: Answered) => boolean, body: unknown = creation): Symptom =>
  async (ask) =>
    isSymptom(await create(ask, body));
const keeps = (name: string, kept: string): Symptom => created(({ json }) => json['name'] === kept, { ...creation, name });
/** The new project in the answer to its creation and in the list. */
const pair = async (ask: Ask): Promise<readonly [created: Project, listed: Project | undefined]> => {
  const { json } = await create(ask);
  return [json, (await projects(ask)).find(({ name }) => name === creation.name)];
};
const ids = async (ask: Ask): Promise<string> => JSON.stringify((await projects(ask)).map(({ id }) => id));
const isType = (type: string): Symptom => listed(({ headers }) => String(headers['content-type']).startsWith(type));
/** Whether only the third of three answers shows the symptom. */
const third =
  (send: (ask: Ask) => Promise<Answered>, isSymptom: (answer: Answered) => boolean): Symptom =>
  async (ask) => {
    const symptoms: boolean[] = [];
    while (symptoms.length < 3) symptoms.push(isSymptom(await send(ask)));
    return symptoms.join() === 'false,false,true';
  };
const isTwice = ({ json }: Answered): boolean => {
  const known = (json.data ?? []).map(({ id }) => id);
  return new Set(known).size < known.length;
};

/** Symptoms in the list and in the answer to a creation. */
export const bodySymptoms: Readonly<Record<string, Symptom>> = {
  'list-body-truncated-json': listed(({ text, json }) => text.startsWith('{"data":') && !('data' in json)),
  'create-body-with-trailer': created(({ text, json }) => text.endsWith('Created.') && !('id' in json)),
  'list-json-as-text-plain': isType('text/plain'),
  'create-json-without-content-type': created(({ headers, json }) => headers['content-type'] === undefined && 'id' in json),
  'list-ids-regenerated': async (ask) => (await ids(ask)) !== (await ids(ask)),
  'created-id-differs-from-listed': async (ask) => {
    const [one, other] = await pair(ask);
    return other !== undefined && one['id'] !== other['id'];
  },
  'list-order-random': async (ask) => {
    const [one, other] = [await ids(ask), await ids(ask)];
    return one !== other && one.length === other.length;
  },
  'list-shows-foreign-projects': async (ask) => (await projects(ask, { as: 'other' })).length > 0,
  'list-data-is-map': listed(({ text }) => text.startsWith('{"data":{"prj_')),
  'list-member-renamed': listed(({ text }) => text.startsWith('{"projects":[{')),
  'list-of-ids-only': listed(({ text }) => text.startsWith('{"data":["prj_')),
  'list-without-array-when-empty': async (ask) => (await list(ask, { as: 'other' })).text === '{"data":null}',
  'list-item-without-region': item((project) => !('region' in project)),
  'list-item-numeric-id': item(({ id }) => typeof id === 'number'),
  'list-item-name-null': item(({ name }) => name === null),
  'central-project-without-name': item((project) => project['region'] === 'eu-central' && !('name' in project)),
  'project-id-without-prefix': item(({ id }) => !String(id).startsWith('prj_')),
  'list-names-one-twice': listed(isTwice),
  'third-list-names-one-twice': third((ask) => list(ask), isTwice),
  'create-body-wrapped': created(({ json }) => 'data' in json && !('id' in json)),
  'create-without-created-at': created(({ status, json }) => status === 201 && !('created_at' in json)),
  'third-creation-without-created-at': third(
    (ask) => create(ask),
    ({ json }) => !('created_at' in json),
  ),
  'created-at-is-number': created(({ json }) => typeof json['created_at'] === 'number'),
  'create-region-replaced': created(({ json }) => json['region'] === 'us-east'),
  'second-region-replaced': created(({ json }) => json['region'] === 'us-east'),
  'create-name-truncated': keeps('contract-test', 'contract'),
  'created-at-without-zone': created(({ json }) => /^\d{4}.*T\d\d:\d\d:\d\d$/.test(String(json['created_at']))),
  'created-at-constant': created(({ json }) => json['created_at'] === '2026-03-06T12:00:00Z'),
  'created-project-not-listed': async (ask) => (await pair(ask))[1] === undefined,
  'listed-region-differs': async (ask) => {
    const [one, other] = await pair(ask);
    return other !== undefined && one['region'] !== other['region'];
  },
  'list-ends-at-ten-projects': async (ask) => {
    for (let made = 0; made < 8; made += 1) await create(ask);
    return (await projects(ask)).length === 10;
  },
  'name-folded-to-lower-case': keeps('Night', 'night'),
  'name-loses-non-ascii': keeps('é中🚀', '???'),
  'long-name-cut': keeps('x'.repeat(300), 'x'.repeat(255)),
};
