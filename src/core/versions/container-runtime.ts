import { dockerTagScheme } from './docker-tag.ts';

/** The version of a container runtime, behind its name: `1.7.2`, `1.29`. */
export const runtimeScheme = dockerTagScheme({ parts: 2 });
