import { describe, expect, test } from 'vitest';
import { resolveRecordedTarget } from '../../src/cli/recorded-target.ts';
import { gatherOptions } from '../../src/config/given.ts';
import type { TargetRecord } from '../../src/model/record.ts';
import { selfSigned } from '../../src/reference/kit/certificate.ts';
import { depot, key, loadOne, outsideOf, shipped, valid } from './support.ts';

const oauth =
  'oauth: {tokenUrl: https://auth.example/t, clientId: me, clientSecret: env:SECRET, redirectUri: https://app.example, codes: [env:CODE]}';
const env = { ...key, SECRET: 'the-client-secret', CODE: 'the-first-code' };

describe('the target of a replay', () => {
  test('has its OAuth client from the config, where fresh codes can be given', async () => {
    const files = depot(...valid, oauth);
    const { target, secrets } = await loadOne({ files, env });
    const { name, baseUrl, ...settings } = target;
    const record = { target: name, contract: 'parcels', baseUrl, settings } as TargetRecord;
    const outside = outsideOf({ files, env: { ...env, CODE: 'a-fresh-code' } });
    const resolved = await resolveRecordedTarget({
      target: record,
      run: 'r1',
      doing: 'replay a case of',
      given: gatherOptions({}, outside.env),
      shipped,
      outside,
    });
    expect(resolved.target).toEqual(target);
    expect(resolved.secrets).toEqual({ ...secrets, 'oauth-code-1': 'a-fresh-code' });
  });

  test('is reached as it was, by the sources that the record names, without a config', async () => {
    const pair = selfSigned();
    const lines = [
      'http: {proxy: env:CORP, noProxy: [b.example], cert: file:c.pem, key: env:PEM, headers: {X-Gate: file:gate}}',
      'hooks: h.mjs',
      'survey: true',
    ];
    const files = { ...depot(...valid, ...lines), 'c.pem': pair.certificate, gate: 'a-gateway-key', 'h.mjs': 'export {};' };
    const environment = { ...key, CORP: 'http://ann:pass-word@proxy.example:3128', PEM: pair.key };
    const { target, secrets, sources } = await loadOne({ files, env: environment });
    const { name, baseUrl, ...settings } = target;
    const { ['X-Gate']: _hidden, ...headers } = target.http.headers;
    const record = {
      target: name,
      contract: 'parcels',
      baseUrl,
      settings: { ...settings, http: { ...target.http, headers } },
      sources,
    } as TargetRecord;
    const outside = outsideOf({ files: { 'c.pem': pair.certificate, gate: 'a-gateway-key', 'h.mjs': 'export {};' }, env: environment });
    const given = gatherOptions({}, outside.env);
    const resolved = await resolveRecordedTarget({ target: record, run: 'r1', doing: 'replay a case of', given, shipped, outside });
    expect(resolved.target).toEqual(target);
    expect(resolved.target.survey).toBe(true);
    expect(resolved.secrets).toEqual(secrets);
    expect(JSON.stringify(record)).not.toMatch(/pass-word|PRIVATE|a-gateway-key/u);
  });
});
