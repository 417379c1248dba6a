import { spawnSync } from 'node:child_process';
import { findProgram, missingTools } from '../test/support/tools.ts';

/** Before the tests: names the programs that are missing, and installs them where that is possible. */
if (missingTools().length > 0 && process.getuid?.() === 0 && findProgram('apt-get') !== undefined) {
  console.error(`The tests need ${missingTools().join(', ')}; scripts/install-test-tools installs them.`);
  spawnSync('sh', ['scripts/install-test-tools'], { stdio: 'inherit' });
}
if (missingTools().length > 0) {
  console.error(
    `The tests need ${missingTools().join(', ')}. On Debian and Ubuntu run scripts/install-test-tools as root.`,
  );
  if (process.env['CI'] === 'true') process.exitCode = 1;
  else console.error('Until then the tests that need them are skipped, each with a line that says so.');
}
