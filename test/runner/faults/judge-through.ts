import { startReference } from '../../../src/reference/index.ts';
import { type Fault, startFaultProxy } from './fault-proxy.ts';
import { type JudgedRun, judgedRun, type RunOptions } from './judged-run.ts';

export type ThroughOptions = Omit<RunOptions, 'server'> & { readonly variant?: string; readonly defect?: string };

/** A window so short that waiting for the quota takes only a moment. */
const quota = { limit: 600, windowSeconds: 1 } as const;

/** Judges a reference through a proxy that spoils calls. */
export const judgeThrough = async (fault: Fault, { variant, defect, ...options }: ThroughOptions = {}): Promise<JudgedRun> => {
  const reference = await startReference({ vendor: 'cloudnexus', variant, defect, quota });
  const proxy = await startFaultProxy(reference.url, fault);
  try {
    return await judgedRun({ server: { ...reference, url: proxy.url }, ...options });
  } finally {
    await proxy.close();
    await reference.close();
  }
};
