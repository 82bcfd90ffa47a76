import { describe, expect, test } from 'vitest';
import { bodyIsRead } from '../../../../src/checks/families/transport/body-is-read.ts';
import { contentTypeAccepted } from '../../../../src/checks/families/transport/content-type.ts';
import { plainHttpWithoutEffect } from '../../../../src/checks/families/transport/plain-http-without-effect.ts';
import type { Target } from '../../../../src/model/target.ts';
import { unmetPrerequisites } from '../../../../src/plan/unmet-prerequisites.ts';
import { berths } from '../../../worlds/writes-in-clear-contract.ts';
import { type BerthManner, berthService } from '../../../worlds/writes-in-clear-service.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, type Judged, stated } from '../../support/judge.ts';

const urls = { plain: 'http://127.0.0.1:2' };

const written = async (manner: BerthManner, over: Partial<Target> = {}): Promise<Judged> =>
  judge(plainHttpWithoutEffect, { contract: await berths(), answer: berthService(manner), target: targetOf({ urls, ...over }) });

describe('transport/plain-http-without-effect', () => {
  const answered = (answer: Reply): BerthManner => ({ plain: { answer } });
  const moved = (json: unknown): Reply => ({ status: 301, json });
  test.for<readonly [string, BerthManner, string]>([
    ['redirects without effect pass', {}, 'pass'],
    ['a redirect with a page passes', answered({ status: 301, text: '<html>Moved</html>' }), 'pass'],
    ['a redirect with an error object passes', answered(moved({ error: { id: 'e1', message: 'https only' } })), 'pass'],
    ['another redirect fails', answered({ status: 308 }), 'fail plain-http-write-answered'],
    ['a refused credential fails', answered({ status: 401 }), 'fail plain-http-write-answered'],
    ['a success fails', answered({ status: 201, json: {} }), 'fail plain-http-write-answered'],
    ['a redirect with a resource fails', answered(moved({ berth: { no: 'b9', ship: 'x' } })), 'fail plain-http-carried-out'],
    ['a creation that is carried out fails', { plain: { carriesOut: ['POST'] } }, 'unconfirmed plain-http-created'],
    ['an update that is carried out fails', { plain: { carriesOut: ['PATCH'] } }, 'unconfirmed plain-http-changed'],
    ['a removal that is carried out fails', { plain: { carriesOut: ['DELETE'] } }, 'unconfirmed plain-http-removed'],
    ['no answer decides nothing', answered('no answer'), 'inconclusive'],
    ['a used up quota decides nothing', answered({ status: 429 }), 'inconclusive'],
    ['a failure decides nothing', answered({ status: 503 }), 'inconclusive'],
    ['a list that shows nothing new decides nothing', { listStays: true }, 'inconclusive'],
    ['a creation that is refused decides nothing', { instead: { POST: { status: 422 } } }, 'inconclusive'],
    ['a read that fails decides nothing', { instead: { GET: { status: 500 } } }, 'inconclusive'],
  ])('%s', async ([, manner, verdict]) => {
    expect(stated(await written(manner))).toBe(verdict);
  });

  test('on this machine the key is sent, and the writes are tried on a created resource', async () => {
    const { session } = await written({});
    const sent = session.exchanges.map(({ request: { method, base, credential, faults } }) => [
      method,
      base?.kind,
      credential.kind,
      faults,
    ]);
    expect(sent.filter(([, base]) => base === 'named')).toEqual([
      ['POST', 'named', 'valid', []],
      ['PATCH', 'named', 'valid', []],
      ['DELETE', 'named', 'valid', []],
    ]);
    const tried = session.exchanges.filter(({ request: { method, base } }) => base !== undefined && method !== 'POST');
    expect(tried.map(({ request }) => request.pathValues['no'])).toEqual(['b2', 'b2']);
  });

  test('on another machine a made-up credential is sent, for resources that do not exist, and only answers count', async () => {
    const other = { urls: { plain: 'http://berths.example' }, allow: ['mutation', 'plaintext'] } as const;
    const { session, verdict } = await written({ plain: { carriesOut: ['POST'] } }, other);
    expect(verdict.kind).toBe('pass');
    expect(session.exchanges.map(({ request: { method, base, credential } }) => [method, base?.kind, credential.kind])).toEqual([
      ['POST', 'named', 'made-up'],
      ['PATCH', 'named', 'made-up'],
      ['DELETE', 'named', 'made-up'],
    ]);
    expect(session.exchanges.some(({ request }) => request.pathValues['no'] === 'b1')).toBe(false);
    expect(stated(await written(answered({ status: 401 }), other))).toBe('fail plain-http-write-answered');
  });

  test.for<readonly [string, Partial<Target>, readonly string[]]>([
    ['an address without encryption', { urls: {} }, ['urls.plain']],
    ['the permission to write', { urls, allow: [] }, ['mutation']],
    ['the permission to write in clear to another machine', { urls: { plain: 'http://berths.example' } }, ['plaintext']],
  ])('it needs %s', async ([, over, needed]) => {
    const contract = await berths();
    const target = targetOf(over);
    const [location] = plainHttpWithoutEffect.locations(contract);
    if (!location) throw new Error('no location');
    const unmet = unmetPrerequisites(plainHttpWithoutEffect.prerequisites(location, { contract, target }), target).map(
      ({ reason }) => reason,
    );
    expect([...new Set(unmet)]).toEqual(needed.map((word) => expect.stringContaining(word) as string));
  });
});

describe('transport/content-type-accepted', () => {
  const at = async (operation: string, manner: BerthManner): Promise<string> =>
    stated(await judge(contentTypeAccepted, { contract: await berths(), answer: berthService(manner), at: operation }));
  const update = 'PATCH /berths/{no}';
  test.for<readonly [string, string, BerthManner, string]>([
    ['a creation that is made passes', 'POST /berths', {}, 'pass'],
    ['a creation that is refused for its type fails', 'POST /berths', { instead: { POST: { status: 415 } } }, 'fail content-type-refused'],
    ['another error response to a creation decides nothing', 'POST /berths', { instead: { POST: { status: 422 } } }, 'inconclusive'],
    ['an update that is made passes', update, {}, 'pass'],
    ['an update that is refused for its type fails', update, { instead: { PATCH: { status: 415 } } }, 'fail content-type-refused'],
    ['an update that is not acceptable fails', update, { instead: { PATCH: { status: 406 } } }, 'fail content-type-refused'],
    ['another error response to an update decides nothing', update, { instead: { PATCH: { status: 400 } } }, 'inconclusive'],
    ['an update without a created resource decides nothing', update, { instead: { POST: { status: 500 } } }, 'inconclusive'],
  ])('%s', async ([, operation, manner, verdict]) => {
    expect(await at(operation, manner)).toBe(verdict);
  });
});

describe('transport/body-is-read', () => {
  test.for<readonly [string, BerthManner, string]>([
    ['the name that was sent passes', {}, 'pass'],
    ['a resource inside an envelope passes', { bare: true }, 'pass'],
    ['a default in its place fails', { stored: () => 'untitled' }, 'unconfirmed stored-otherwise'],
    ['a rewritten name fails', { stored: (ship) => ship.toUpperCase() }, 'unconfirmed stored-otherwise'],
    ['a read without a name decides nothing', { instead: { GET: { status: 200, json: { no: 'b2' } } } }, 'inconclusive'],
    ['a read that fails decides nothing', { instead: { GET: { status: 403 } } }, 'inconclusive'],
    ['a creation that is refused decides nothing', { instead: { POST: { status: 400 } } }, 'inconclusive'],
  ])('%s', async ([, manner, verdict]) => {
    expect(stated(await judge(bodyIsRead, { contract: await berths(), answer: berthService(manner) }))).toBe(verdict);
  });
});
