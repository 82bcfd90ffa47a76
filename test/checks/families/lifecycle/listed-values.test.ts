import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { createdAsAsked } from '../../../../src/checks/families/lifecycle/created-as-asked.ts';
import { creationAccepted } from '../../../../src/checks/families/lifecycle/creation-accepted.ts';
import { lookInList } from '../../../../src/checks/scenarios/lifecycle/look-at-resource.ts';
import { resourceTypeNamed } from '../../../../src/checks/subjects/resources.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import { isObject } from '../../../../src/contract/pointer.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { resourceService } from '../../../worlds/every-paging-style-service.ts';
import type { Reply } from '../../support/exchange.ts';
import { fakeSession, targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { page, pageIn, parcelService, type Twist } from '../../../worlds/parcels/service.ts';

type Project = { readonly id: string; readonly name: string; readonly region: string };

type Refusing = (region: unknown) => number | undefined;

const twins: readonly Project[] = [
  { id: 'prj_1', name: 'Événements', region: 'us-west' },
  { id: 'prj_2', name: 'Événements', region: 'us-west' },
  { id: 'prj_3', name: 'search', region: 'eu-central' },
];

/** A service of projects, with some from the beginning, which refuses some regions. */
const projects = (existing: readonly Project[], refuse: Refusing = () => undefined) => {
  const all = [...existing];
  return ({ operation, body }: PlannedRequest): Reply => {
    if (operation !== 'POST /projects') return { status: 200, json: { data: all } };
    const sent = body?.kind === 'json' && isObject(body.value) ? body.value : {};
    const status = refuse(sent['region']);
    if (status !== undefined) return { status, json: { error: { code: 'refused', message: 'No' } } };
    const made = { id: `prj_new${all.length}`, name: String(sent['name']), region: String(sent['region']) };
    all.push(made);
    return { status: 201, json: { ...made, created_at: '2031-03-09T12:00:00Z' } };
  };
};

const judged = async (probe: Probe, answer: (request: PlannedRequest) => Reply, member = '') => {
  const contract = await loadContract('cloudplatform-example');
  const session = fakeSession({ contract, target: targetOf({ durations: { 'created.listed': 1 } }), answer });
  const location = probe.locations(contract).find(({ way }) => way.at(-1)?.endsWith(member));
  if (!location) throw new Error(`${probe.id} has no location at ${member}`);
  const verdict = probe.judge(location, await probe.run(location, session), { contract, target: session.target });
  return { stated: stated({ verdict }), session };
};

describe('a creation with a value that may not exist on the server', () => {
  test.for<readonly [what: string, existing: readonly Project[], refuse: Refusing, verdict: string]>([
    ['passes where a listed value is accepted', twins, (region) => (region === 'us-east' ? 422 : undefined), 'pass'],
    ['fails where every listed value is refused', twins, () => 422, 'fail creation-refused'],
    [
      'fails where its own value is listed and refused',
      [{ id: 'prj_1', name: 'a', region: 'us-east' }],
      () => 400,
      'fail creation-refused',
    ],
    ['is inconclusive where it is refused and nothing is listed', [], () => 422, 'inconclusive'],
    [
      'is inconclusive where one value is refused for another reason',
      twins,
      (region) => (region === 'us-west' ? 403 : 422),
      'inconclusive',
    ],
  ])('%s', async ([, existing, refuse, verdict]) => {
    expect((await judged(creationAccepted, projects(existing, refuse), 'projects/post')).stated).toBe(verdict);
  });
});

describe('a created resource', () => {
  test.for(['name', 'region'])('is recognised by its name among others that share a name: %s', async (member) => {
    const { stated: verdict, session } = await judged(createdAsAsked, projects(twins), `properties/${member}`);
    expect(verdict).toBe('pass');
    const names = session.exchanges.flatMap(({ request: { body } }) =>
      body?.kind === 'json' && isObject(body.value) ? [body.value['name']] : [],
    );
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name).toMatch(/^ct-/);
  });

  test('is recognised by the id in the answer where others have its name', async () => {
    const honest = projects(twins);
    const answer = (request: PlannedRequest): Reply => {
      const reply = honest(request);
      if (request.operation === 'POST /projects' || reply === 'no answer' || !isObject(reply.json)) return reply;
      const data = reply.json['data'] as readonly Project[];
      return { ...reply, json: { data: [...data.map((one) => ({ ...one, id: `old-${one.id}`, region: 'elsewhere' })), ...data] } };
    };
    expect((await judged(createdAsAsked, answer, 'properties/region')).stated).toBe('pass');
  });

  test('is inconclusive where another one has its name and the answer shows no id', async () => {
    const twist: Twist = (request, honest) => {
      const shown = request.operation === 'GET /parcels' ? pageIn(honest(request)) : undefined;
      const doubled = shown?.list.flatMap((item) => (item.label.startsWith('ct-') ? [{ ...item, zone: 'moon' }, item] : [item]));
      return shown && page(doubled ?? [], shown.next);
    };
    const target = targetOf({ fixtures: { sender: 'post', partner: 'courier', tag: 'red' } });
    expect(stated(await judge(createdAsAsked, { answer: parcelService({ twist }), target }))).toBe('inconclusive');
  });
});

describe('a search for an id that is not in a list', () => {
  test.for<readonly [what: string, count: number, isOpen: boolean]>([
    ['reaches the end where the page after the last one is refused', 12, false],
    ['reaches the end after several pages', 140, false],
    ['stays open where the page after a full first page is refused', 100, true],
  ])('%s', async ([, count, isOpen]) => {
    const contract = await loadContract('cloudplatform-io');
    const session = fakeSession({ contract, answer: resourceService({ count, beyond: 404 }) });
    const look = await lookInList(session, resourceTypeNamed(contract, 'resource'), ['res_gone']);
    expect(look).toMatchObject({ missing: ['res_gone'], isOpen });
  });
});
