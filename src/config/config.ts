import type { GateConfig } from './gate-config.ts';
import type { KeepConfig } from './keep-config.ts';
import type { NotifyConfig } from './notify-config.ts';
import type { TargetConfig } from './target-config.ts';

/** What `assay.config.ts` exports: targets by name. docs/config.md explains every key. */
export type Config = {
  readonly targets?: Readonly<Record<string, ConfigTarget>>;
  readonly gate?: GateConfig;
  readonly notify?: NotifyConfig;
  readonly keep?: KeepConfig;
};

/** A target in code: credentials may also be functions, which are called once before the run. */
export type ConfigTarget = Omit<TargetConfig, 'credentials'> & {
  readonly credentials?: Readonly<Record<string, string | (() => string | Promise<string>)>>;
};

/** Returns the config unchanged; it gives an editor the types of its keys. */
export const defineConfig = (config: Config): Config => config;
