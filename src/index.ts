import type { GateConfig } from './config/gate-config.ts';
import type { TargetConfig } from './config/target-config.ts';

/** What `assay.config.ts` exports: targets by name. docs/config.md explains every key. */
export type Config = {
  readonly targets?: Readonly<Record<string, ConfigTarget>>;
  readonly gate?: GateConfig;
};

/** A target in code: credentials may also be functions, asked once before the run. */
export type ConfigTarget = Omit<TargetConfig, 'credentials'> & {
  readonly credentials?: Readonly<Record<string, string | (() => string | Promise<string>)>>;
};

/** Gives a config back as it is, so that an editor knows its keys. */
export const defineConfig = (config: Config): Config => config;
