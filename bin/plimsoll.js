#!/usr/bin/env node
// Plain JavaScript that any Node.js can read, so that an old one gets a sentence instead of a syntax error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 19)) {
  await import('../dist/main.js');
} else {
  process.stderr.write(
    `error: Plimsoll needs Node.js 22.19 or newer, and this is ${process.versions.node}; install a newer one [USAGE]\n`,
  );
  process.exitCode = 2;
}
