import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseQuota, serveOptions } from '../../src/cli/serve.ts';
import { vendors } from '../../src/reference/index.ts';
import { assay, emptyFolder, fakeIo, type FakeIo, type Ran } from './support.ts';

/** Serves until it is stopped, and returns the line that was printed. */
const served = async (args: readonly string[]): Promise<{ readonly line: string; readonly io: FakeIo; readonly ended: Promise<Ran> }> => {
  const io = fakeIo();
  const ended = assay(['serve', ...args], io);
  await expect.poll(() => io.stdout.text() !== '' || io.stderr.text() !== '').toBe(true);
  onTestFinished(async () => {
    io.send('SIGTERM');
    await ended;
  });
  return { line: io.stdout.text(), io, ended };
};

const takenPort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

describe('assay serve', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`prints one line of JSON, answers, and stops at ${signal}`, async () => {
      const { line, io, ended } = await served(['cloudnexus', '--quota', '30/2s']);
      expect(line.trimEnd().split('\n')).toHaveLength(1);
      const ready: { url: string; credentials: { key: string }; quota: unknown } = JSON.parse(line);
      expect(Object.keys(ready)).toEqual(['url', 'urls', 'credentials', 'fixtures', 'quota']);
      expect(ready.quota).toEqual({ limit: 30, windowSeconds: 2 });
      const answer = await fetch(`${ready.url}/instances`, { headers: { authorization: `Bearer ${ready.credentials.key}` } });
      expect(answer.status).toBe(200);

      io.send(signal);
      expect(await ended).toEqual({ code: 0, stdout: line, stderr: '' });
      await expect(fetch(ready.url)).rejects.toThrow();
    });
  }

  test('uses TLS with --tls, and prints the certificate that a client has to trust', async () => {
    const { line } = await served(['cloudnexus', '--tls']);
    const { url, urls, credentials, ca }: { url: string; urls: { plain: string }; credentials: { key: string }; ca: string } =
      JSON.parse(line);
    expect([new URL(url).protocol, new URL(urls.plain).protocol]).toEqual(['https:', 'http:']);
    const dispatcher = new Agent({ connect: { ca } });
    onTestFinished(() => dispatcher.destroy());
    const answer = await request(`${url}/volumes`, { dispatcher, headers: { authorization: `Bearer ${credentials.key}` } });
    await answer.body.dump();
    expect(answer.statusCode).toBe(200);
  });

  test.each([[[]], [['--tls']]])('prints a config that a run can use with --print-config %j', async (more) => {
    const { line } = await served(['cloudnexus', '--print-config', ...more]);
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'assay.config.yaml'), line);
    const doctored = await assay(['doctor', 'cloudnexus-reference', '--json'], fakeIo({ cwd }));
    expect([doctored.code, doctored.stderr]).toEqual([0, '']);
    expect(JSON.parse(doctored.stdout)).toMatchObject({ target: 'cloudnexus-reference' });
  });

  test.each([
    ['durations.json', '{"instance.provisioning": 0, "instance.rebooting": 0.25}'],
    ['durations.yaml', 'instance.provisioning: 0\ninstance.rebooting: 0.25\n'],
  ])('takes durations from %s', (name, text) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, name), text);
    const { durations } = serveOptions('cloudnexus', { durations: name }, folder);
    expect(durations).toEqual({ 'instance.provisioning': 0, 'instance.rebooting': 0.25 });
  });

  test.each([
    ['["a"]', 'Cannot use --durations: "d.yaml" must hold seconds by name, such as {"instance.active": 0.5}'],
    ['a: -1', 'Cannot use --durations: "d.yaml" must hold seconds by name'],
    ['{', 'Cannot use --durations: "d.yaml" is neither JSON nor YAML'],
    ['instance.rebootin: 1', 'Cannot use --durations: cloudnexus has no duration "instance.rebootin", did you mean "instance.rebooting"?'],
    [undefined, 'Cannot use --durations: "d.yaml" cannot be read: ENOENT'],
  ])('refuses durations of %j', (text, message) => {
    const folder = emptyFolder();
    if (text !== undefined) writeFileSync(join(folder, 'd.yaml'), text);
    expect(() => serveOptions('cloudnexus', { durations: 'd.yaml' }, folder)).toThrow(message);
  });

  test('says which port is in use', async () => {
    const port = await takenPort();
    expect(await assay(['serve', 'cloudnexus', '--port', String(port)])).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: Cannot listen on port ${port}: it is in use, choose another with --port\n`,
    });
  });

  const [defect = ''] = Object.keys(vendors['cloudnexus']?.defects ?? {});
  for (const [args, message] of [
    [['cloudnexsu'], 'Cannot serve "cloudnexsu": no reference has this name, did you mean "cloudnexus"?'],
    [['toString'], `Cannot serve "toString": no reference has this name; known: ${Object.keys(vendors).join(', ')}`],
    [['cloudnexus', '--defect', `${defect}x`], `Cannot use --defect: cloudnexus has no defect "${defect}x", did you mean "${defect}"?`],
    [['cloudnexus', '--port', '70000'], 'Cannot use --port: "70000" must be a whole number from 0 to 65535'],
    [['cloudnexus', '--port', 'http'], 'Cannot use --port: "http" must be a whole number from 0 to 65535'],
    [['cloudnexus', '--quota', '30'], 'Cannot use --quota: "30" must be LIMIT/SECONDS, such as 30/2s'],
  ] as const) {
    test(`refuses ${args.join(' ')}`, async () => {
      expect(await assay(['serve', ...args])).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\n` });
    });
  }

  test('names the nearest variant for an unknown one', () => {
    expect(() => serveOptions('cloudnexus', { variant: 'no-such-variant' }, '/')).toThrow(
      'Cannot use --variant: cloudnexus has no variant "no-such-variant"',
    );
  });
});

describe('a quota', () => {
  test('may be written with and without the unit', () => {
    expect(parseQuota('30/2s')).toEqual({ limit: 30, windowSeconds: 2 });
    expect(parseQuota('30/0.5')).toEqual({ limit: 30, windowSeconds: 0.5 });
  });

  for (const text of ['0/2s', '30/0s', '30', '/2', '-1/2', '30/2m', '']) {
    test(`is not written "${text}"`, () => {
      expect(() => parseQuota(text)).toThrow('must be LIMIT/SECONDS');
    });
  }
});
