import { describe, expect, test } from 'vitest';
import { checkAgainstContract } from '../../src/config/check-against-contract.ts';
import { contractFacts } from '../../src/cli/contract-facts.ts';
import { loadContract } from '../../src/contract/load.ts';
import { depot, key, loadOne, messageOf, valid, type World } from './support.ts';

const [contract = '', baseUrl = ''] = valid;

/** A target without credentials in the config, by flags. */
const by = (flags: NonNullable<World['flags']>, more: World = {}) =>
  loadOne({ flags, ...more, files: { ...depot(contract, baseUrl), ...more.files }, env: { ...key, ...more.env } });

describe('--auth', () => {
  test('is the credential that the document asks for first', async () => {
    const { target, secrets, sources } = await by({ auth: ['env:KEY'] });
    expect(target.credentials).toEqual(['key']);
    expect(secrets.key).toBe(key.KEY);
    expect(sources?.credentials).toEqual({ key: 'env:KEY' });
  });

  test('takes a name in clear before a password from elsewhere, as the config does', async () => {
    const env = { PASSWORD: 'open sesame' };
    const { secrets, sources } = await by({ auth: ['ann@depot.example:env:PASSWORD'] }, { env });
    expect(secrets.key).toBe('ann@depot.example:open sesame');
    expect(sources?.credentials).toEqual({ key: 'ann@depot.example:env:PASSWORD' });
    const fromFile = await by({ auth: ['ann:file:secret.txt'] }, { files: { 'secret.txt': 'open sesame\n' } });
    expect(fromFile.secrets.key).toBe('ann:open sesame');
    expect(fromFile.sources?.credentials).toEqual({ key: 'ann:file:/here/secret.txt' });
  });

  test.each([
    [{ auth: ['a-key-in-clear'] }, /^Cannot use --auth: is plain text, which is allowed for a loopback target only: give it as env:NAME/u],
    [{ auth: ['Bearer a-key-in-clear'] }, /^Cannot use --auth: the document says how the credential is written, so give it alone/u],
    [{ auth: ['env:NONE'] }, /^Cannot use --auth: environment variable NONE is not set$/u],
    [{ auth: ['ann:env:NONE'] }, /^Cannot use --auth: environment variable NONE is not set$/u],
    [{ auth: ['ann:cmd:vault'] }, /^Cannot use --auth: cmd: is allowed in a config file only$/u],
    [{ auth: ['env:KEY'], credential: ['key=env:KEY'] }, /--auth already gives "credentials.key"/u],
  ])('%j is refused without a word of a secret', async (flags, words) => {
    const message = await messageOf(() => by(flags));
    expect(message).toMatch(words);
    expect(message).not.toContain('a-key-in-clear');
  });
});

describe('--header', () => {
  test('adds fields to every request; those from elsewhere and those named like a secret are kept like credentials', async () => {
    const env = { GATE: 'gateway-key-1' };
    const header = ['X-Tenant: acme: north', 'x-gateway:env:GATE', 'X-Atlassian-Token: no-check', 'X-Pass: file:pass.txt'];
    const { target, sources } = await by({ header }, { env, files: { 'pass.txt': 'a word from a file' } });
    expect(target.http.headers).toEqual({
      'X-Tenant': 'acme: north',
      'x-gateway': 'gateway-key-1',
      'X-Atlassian-Token': 'no-check',
      'X-Pass': 'a word from a file',
    });
    expect(target.http.secretHeaders).toEqual(['x-gateway', 'X-Pass']);
    expect(sources?.headers).toEqual({ 'x-gateway': 'env:GATE', 'X-Pass': 'file:/here/pass.txt' });
  });

  test('may have a secret in clear for a target of this machine, which is then kept like a credential', async () => {
    const flags = { baseUrl: ['http://127.0.0.1:9'], header: ['X-Api-Key: a-key-in-clear'] };
    const { target } = await loadOne({ names: ['parcels'], flags });
    expect(target.http.secretHeaders).toEqual(['X-Api-Key']);
  });

  test('of a flag replaces that of the config', async () => {
    const files = depot(contract, baseUrl, 'http: {headers: {X-Tenant: config, X-Other: here}}');
    const { target } = await loadOne({ files, flags: { header: ['X-Tenant: flag'] } });
    expect(target.http.headers).toEqual({ 'X-Tenant': 'flag', 'X-Other': 'here' });
  });

  test.each([
    ['X-Tenant', /^Cannot use --header: write "Name: value"/u],
    ['X-Tenant:', /^Cannot use --header: write "Name: value"/u],
    ['Bad Name: a-key-in-clear', /^Cannot use --header: write "Name: value"/u],
    ['X-Api-Key: a-key-in-clear', /^Cannot use --header X-Api-Key: has the name of a secret, and is in clear/u],
    ['Host: other.example', /^Cannot use --header Host: is a header field that assay sets itself$/u],
    ['X-A: one\r\nX-B: two', /^Cannot use --header X-A: the value contains a character that no header field can contain/u],
  ])('%j is refused without its value', async (header, words) => {
    const message = await messageOf(() => by({ header: [header] }));
    expect(message).toMatch(words);
    expect(message).not.toContain('a-key-in-clear');
  });

  test('may not carry the credential of a security scheme, which a run also leaves out', async () => {
    const resolved = await loadOne({
      names: ['parcels'],
      flags: { baseUrl: ['http://127.0.0.1:9'], header: ['authorization: Bearer a-key-in-clear'] },
    });
    const facts = contractFacts(await loadContract('cloudnexus'));
    expect(await messageOf(() => checkAgainstContract(resolved, facts))).toMatch(
      /^Cannot use --header authorization: carries the credential of the security scheme "\w+".*give it as --auth env:VARIABLE/u,
    );
  });
});
