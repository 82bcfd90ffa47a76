import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseQuota, serveOptions } from '../../src/cli/serve.ts';
import { vendors } from '../../src/reference/index.ts';
import { assay, fakeIo, type FakeIo, type Ran } from './support.ts';

/** Serves until told to stop, and gives the line that was printed. */
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
    [['toString'], 'Cannot serve "toString": no reference has this name; known: cloudnexus'],
    [['cloudnexus', '--defect', `${defect}x`], `Cannot use --defect: cloudnexus has no defect "${defect}x", did you mean "${defect}"?`],
    [['cloudnexus', '--port', '70000'], 'Cannot use --port: "70000" must be a whole number from 0 to 65535'],
    [['cloudnexus', '--port', 'http'], 'Cannot use --port: "http" must be a whole number from 0 to 65535'],
    [['cloudnexus', '--quota', '30'], 'Cannot use --quota: "30" must be LIMIT/SECONDS, such as 30/2s'],
  ] as const) {
    test(`refuses ${args.join(' ')}`, async () => {
      expect(await assay(['serve', ...args])).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\n` });
    });
  }

  test('names a variant that is unknown', () => {
    expect(() => serveOptions('cloudnexus', { variant: 'no-such-variant' })).toThrow(
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
