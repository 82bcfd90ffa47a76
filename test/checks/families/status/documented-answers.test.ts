import { describe, expect, test } from 'vitest';
import { optionalMembersNotDemanded } from '../../../../src/checks/families/body/accepted.ts';
import type { Observation, Probe } from '../../../../src/checks/kit/define.ts';
import { actionOnKnownAccepted } from '../../../../src/checks/families/lifecycle/actions.ts';
import { creationAccepted } from '../../../../src/checks/families/lifecycle/creation-accepted.ts';
import { bodyIfAny } from '../../../../src/checks/families/schema/response-body.ts';
import { successAsDocumented } from '../../../../src/checks/families/status/statuses.ts';
import { isObject } from '../../../../src/contract/pointer.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Target } from '../../../../src/model/target.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { fakeSession, targetOf } from '../../support/fake-session.ts';
import { stated } from '../../support/judge.ts';

type Scene = { readonly contract: string; readonly answer: (request: PlannedRequest) => Reply; readonly target?: Partial<Target> };

/** The verdict of a probe at its first location in a shipped contract. */
const statedBy = async (probe: Probe, { contract: name, answer, target = {} }: Scene): Promise<string> => {
  const contract = await loadContract(name);
  const session = fakeSession({ contract, target: targetOf({ durations: { 'created.listed': 1 }, ...target }), answer });
  const [location] = probe.locations(contract);
  if (!location) throw new Error(`${probe.id} has no location in ${name}`);
  return stated({ verdict: probe.judge(location, await probe.run(location, session), { contract, target: session.target }) });
};

/** What an observation sees in the answer to a call with documented values: `holds`, or the codes of breaches. */
const seenBy = async (check: Observation, name: string, key: string, reply: Reply): Promise<unknown> => {
  const contract = await loadContract(name);
  const seen = [...check.observe(exchangeOf(readOf(key), reply), contract)];
  const broken = seen.flatMap((one) => (one.holds === false ? [one.code] : []));
  return seen.length === 0 ? 'unseen' : broken.length === 0 ? 'holds' : [...new Set(broken)];
};

test.for<readonly [what: string, key: string, reply: Reply, verdict: unknown]>([
  ['the documented status', 'POST /v1/projects', { status: 201, json: {} }, 'holds'],
  ['another success', 'POST /v1/projects', { status: 202 }, ['other-success']],
  ['a redirect', 'POST /v1/projects', { status: 303 }, ['other-success']],
  ['an error response of any kind', 'POST /v1/projects', { status: 404 }, 'unseen'],
  ['a failure', 'POST /v1/projects', { status: 503 }, 'unseen'],
  ['no answer', 'POST /v1/projects', 'no answer', 'unseen'],
  ['a success where none is documented', 'PATCH /v1/projects/{id}', { status: 202 }, 'unseen'],
  ['the documented status of a read', 'GET /v1/logs', { status: 200, json: [] }, 'holds'],
  ['an empty success in place of a list', 'GET /v1/deployments', { status: 204 }, ['other-success']],
  ['a redirect of a read', 'GET /v1/projects', { status: 301 }, ['other-success']],
])('a valid call that gets %s', async ([, key, reply, verdict]) => {
  expect(await seenBy(successAsDocumented, 'cloudapi-dev', key, reply)).toEqual(verdict);
});

const deployment = { id: 'dep_1', project_id: 'proj_1', status: 'queued', commit: 'a1b2c3d' };

test.for<readonly [what: string, reply: Reply, verdict: unknown]>([
  ['a whole resource', { status: 201, json: deployment }, 'holds'],
  ['a resource without its id', { status: 201, json: { ...deployment, id: undefined } }, ['schema-required']],
  ['a list', { status: 200, json: [deployment] }, ['schema-type']],
  ['no body', { status: 204 }, 'unseen'],
  ['a body that is no JSON', { status: 200, text: 'done' }, 'unseen'],
  ['an error response with a body', { status: 422, json: {} }, 'unseen'],
])('an answer that may be empty and holds %s', async ([, reply, verdict]) => {
  expect(await seenBy(bodyIfAny, 'cloudapi-dev', 'POST /v1/deployments', reply)).toEqual(verdict);
});

const has = ({ body }: PlannedRequest, member: string): boolean =>
  body?.kind === 'json' && isObject(body.value) && Object.hasOwn(body.value, member);

describe('a body without its optional members', () => {
  test.for<readonly [what: string, without: number, beside: number, verdict: string]>([
    ['that is accepted', 201, 201, 'pass'],
    ['that is refused where one with them is accepted', 422, 201, 'fail optional-member-demanded'],
    ['that is called malformed where one with them is accepted', 400, 201, 'fail optional-member-demanded'],
    ['that is refused as one with them is', 422, 422, 'inconclusive'],
    ['that is refused for another reason', 403, 201, 'inconclusive'],
  ])('%s', async ([, without, beside, verdict]) => {
    const answer = (request: PlannedRequest): Reply => ({ status: has(request, 'region') ? beside : without, json: { id: 'res_1' } });
    expect(await statedBy(optionalMembersNotDemanded, { contract: 'cloudplatform-io', answer })).toBe(verdict);
  });
});

describe('an action on the resource that the operator names', () => {
  const fixtures = { deploymentId: 'dep_1' };
  const list = { status: 200, json: { data: [deployment], has_more: false, next_cursor: null } } as const;
  const empty = { status: 200, json: { data: [], has_more: false, next_cursor: null } } as const;

  test.for<readonly [what: string, first: number, withBody: number, isListed: boolean, verdict: string]>([
    ['is accepted', 202, 202, true, 'pass'],
    ['is accepted with an empty object', 415, 200, true, 'pass'],
    ['is not found, though it is listed', 404, 404, true, 'fail action-refused'],
    ['is not offered', 405, 405, true, 'fail action-refused'],
    ['is redirected', 303, 303, true, 'fail action-refused'],
    ['is not found, and not listed', 404, 404, false, 'inconclusive'],
    ['has nothing to go back to', 409, 409, true, 'inconclusive'],
    ['cannot be processed', 422, 422, true, 'inconclusive'],
    ['fails', 500, 500, true, 'inconclusive'],
  ])('%s', async ([, first, withBody, isListed, verdict]) => {
    const answer = (request: PlannedRequest): Reply => {
      if (request.method !== 'POST') return isListed ? list : empty;
      return { status: request.body === undefined ? first : withBody };
    };
    expect(await statedBy(actionOnKnownAccepted, { contract: 'cloudapi-dev', answer, target: { fixtures } })).toBe(verdict);
  });
});

describe('a creation as documented', () => {
  const values = { 'POST /instances': { region: 'ro-buh-1' } };
  const shownAs = (name: string) => ({ instances: [{ id: 'inst_1', name }] });

  test.for<readonly [what: string, status: number, isFound: boolean, target: Partial<Target>, verdict: string]>([
    ['that is done', 202, true, {}, 'pass'],
    ['whose values may not exist there', 422, false, {}, 'inconclusive'],
    ['whose values the operator gave', 422, false, { values }, 'fail creation-refused'],
    ['that is not offered', 405, false, {}, 'fail creation-refused'],
    ['that is done and redirected', 303, true, {}, 'fail creation-refused'],
    ['that is redirected and not done', 307, false, {}, 'inconclusive'],
    ['that lacks a permission', 403, false, { values }, 'inconclusive'],
    ['that fails', 500, false, { values }, 'inconclusive'],
  ])('%s', async ([, status, isFound, target, verdict]) => {
    let name = '';
    const answer = ({ method, body }: PlannedRequest): Reply => {
      if (method !== 'POST') return { status: 200, json: isFound ? shownAs(name) : { instances: [] } };
      if (body?.kind === 'json' && isObject(body.value)) name = String(body.value['name']);
      return { status, json: status < 300 ? { instance: { id: 'inst_1', name } } : { message: 'No' } };
    };
    expect(await statedBy(creationAccepted, { contract: 'cloudsync', answer, target })).toBe(verdict);
  });
});
