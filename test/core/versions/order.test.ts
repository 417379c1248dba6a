import t from 'tap';
import { dockerTagScheme } from '../../../src/core/versions/docker-tag.ts';
import { type VersionSchemeId, versionSchemes } from '../../../src/core/versions/schemes.ts';
import { compareVersions } from '../../../src/core/versions/version.ts';
import { aVersion } from '../../support/versions.ts';

const order: Readonly<Record<VersionSchemeId, readonly (readonly [string, '<' | '=', string])[]>> = {
  semver: [
    ['1.9.0', '<', '1.10.0'],
    ['1.2.3', '=', 'v1.2.3'],
    ['1.2.3-rc.2', '<', '1.2.3-rc.10'],
    ['1.2.3-rc.1', '<', '1.2.3'],
    ['1.2.3-alpha', '<', '1.2.3-alpha.1'],
    ['1.2.3-1', '<', '1.2.3-alpha'],
    ['1.2.3+build.1', '=', '1.2.3+build.2'],
  ],
  docker: [
    ['v3.27.3', '<', 'v3.27.4'],
    ['v3.27.3', '<', 'v3.100.0'],
    ['v3.27.3', '=', '3.27.3'],
    ['v3.27.3-amd64', '=', 'v3.27.3'],
    ['1.20.0-debian-12-r3', '=', '1.20.0-debian-12-r10'],
    ['v1.19.3-eksbuild.1', '=', 'v1.19.3'],
    ['3.5.15-0', '=', '3.5.15'],
    ['v1.2.3-rc1', '<', 'v1.2.3'],
    ['v1.2.3-rc2', '<', 'v1.2.3-rc10'],
    ['v1.2.3-rc.1-amd64', '=', 'v1.2.3-rc.1'],
    ['v1.2.3-beta.1', '<', 'v1.2.3-rc.1'],
    ['v3.27.0-0.dev-123-gabcdef', '<', 'v3.27.0'],
    ['2.0.0rc1', '<', '2.0.0'],
    ['2.0.0a1', '<', '2.0.0b2'],
    ['2.0.0b2', '<', '2.0.0rc1'],
    ['2.0.0-canary.5', '<', '2.0.0'],
    ['2.0.0-b10', '=', '2.0.0'],
    ['1.12.1', '<', '1.12.1.1'],
    ['1.12.1.1', '<', '1.12.2'],
    ['2.1.0.Final', '=', '2.1.0'],
    ['1.7.20~k3s1', '=', '1.7.20'],
  ],
  kubernetes: [
    ['v1.33.1', '<', 'v1.33.2'],
    ['v1.33.1-eks-1-33-4', '=', 'v1.33.1'],
    ['v1.29.5-gke.1091002', '=', 'v1.29.5+k3s1'],
    ['v1.33.0-alpha.2', '<', 'v1.33.0-beta.0'],
    ['v1.33.0-rc.1', '<', 'v1.33.0'],
    ['v1.29.5+29c95f3', '=', 'v1.29.5'],
  ],
  calendar: [
    ['RELEASE.2024-01-16T16-07-38Z', '<', 'RELEASE.2024-01-18T22-51-28Z'],
    ['RELEASE.2024-01-16T16-07-38Z', '<', 'RELEASE.2024-01-16T16-07-39Z'],
    ['2024.2.0', '<', '2024.10.0'],
    ['v20231226-1a7112e06', '<', 'v20240423'],
    ['20240116-1', '<', '20240116-2'],
    ['24.04', '<', '24.10.1'],
    ['2024-05-01', '=', '20240501'],
  ],
  k3s: [
    ['v1.32.11+k3s1', '<', 'v1.32.11+k3s3'],
    ['v1.32.11+k3s3', '<', 'v1.32.12+k3s1'],
    ['v1.32.11+k3s2', '<', 'v1.32.11+k3s10'],
    ['v1.32.12-rc1+k3s1', '<', 'v1.32.12+k3s1'],
    ['v1.32.12-rc2+k3s1', '<', 'v1.32.12-rc10+k3s1'],
    ['v1.31.6-k3s1', '=', 'v1.31.6+k3s1'],
  ],
  rke2: [
    ['v1.34.3+rke2r1', '<', 'v1.34.3+rke2r3'],
    ['v1.34.3+rke2r3', '<', 'v1.34.4+rke2r1'],
    ['v1.34.4-rc1+rke2r1', '<', 'v1.34.4+rke2r1'],
  ],
  kernel: [
    ['5.4.0-177-generic', '<', '5.4.0-192-generic'],
    ['5.4.0-192-generic', '<', '5.15.0-25-generic'],
    ['5.4.0-192-generic', '=', '5.4.0-192-lowlatency'],
    ['4.18.0-553.el8_10.x86_64', '<', '5.14.0-427.13.1.el9_4.x86_64'],
    ['5.14.0-427.13.1.el9_4.x86_64', '<', '5.14.0-427.20.1.el9_4.x86_64'],
    ['6.12.0-rc5', '<', '6.12.0'],
    ['5.15', '=', '5.15.0'],
    ['5.15', '<', '5.15.0-107-generic'],
    ['5.15.153.1-microsoft-standard-WSL2', '<', '5.15.154'],
  ],
};

for (const [id, rows] of Object.entries(order)) {
  const scheme = versionSchemes[id as VersionSchemeId];
  for (const [left, relation, right] of rows) {
    t.test(`${id}: ${left} ${relation} ${right}`, async (t) => {
      const forward = Math.sign(compareVersions(aVersion(scheme, left), aVersion(scheme, right)));
      const backward = Math.sign(compareVersions(aVersion(scheme, right), aVersion(scheme, left)));

      t.equal(forward, relation === '<' ? -1 : 0);
      t.equal(forward + backward, 0);
    });
  }
}

const noVersions: Readonly<Record<VersionSchemeId, readonly string[]>> = {
  semver: ['', 'latest', '1.2', '1.2.3.4', 'v3.27.3_1', 'sha256:abc'],
  docker: [
    '',
    'latest',
    'v3',
    'v3.27',
    '1.2.3.4.5',
    'v1.10.0-41-g6c5189c916dc17',
    'v1.2.3-0.20240101120000-abcdef123456',
    'v0.0.0-20240101120000-abcdef123456',
    'v1.2.3-dirty',
    'master',
    '2024-05-01',
    'a1b2c3d',
    'v1.2.3-',
    'stable-2.14.0',
    '1.2.x',
  ],
  kubernetes: ['', '1.33', 'v1.33', 'latest', 'v1.33.1.2x/'],
  calendar: ['', 'latest', '2024', '2024.13.1', '20241301', 'v1.2.3', '1234567', 'a1b2c3d'],
  k3s: ['', 'v1.31.6', 'v1.31.6+rke2r1', 'v1.31.6+k3s', 'v1.31.6+k3s-1288e778', 'v1.31+k3s1', 'v1.31.6+k3s1-dirty'],
  rke2: ['', 'v1.31.6', 'v1.31.6+k3s1', 'v1.31.6+rke2', 'v1.31.6+rke2r'],
  kernel: ['', '10.0.20348.2461', '5', 'Linux', 'generic-5.4.0', '5.x'],
};

for (const [id, texts] of Object.entries(noVersions)) {
  for (const text of texts) {
    t.test(`${id}: ${JSON.stringify(text)} is not a version`, async (t) => {
      t.equal(versionSchemes[id as VersionSchemeId].parse(text), undefined);
    });
  }
}

t.test('docker tags: words before the numbers, builds that order, and other counts of numbers', async (t) => {
  const linkerd = dockerTagScheme({ prefixes: ['stable-'] });
  t.equal(linkerd.parse('stable-2.14.2')?.text, 'stable-2.14.2');
  t.equal(compareVersions(aVersion(linkerd, 'stable-2.14.2'), aVersion(linkerd, '2.14.2')), 0);
  t.equal(linkerd.parse('edge-24.1.1'), undefined);

  const eks = dockerTagScheme({ build: '-eksbuild.' });
  t.ok(compareVersions(aVersion(eks, 'v1.19.2-eksbuild.5'), aVersion(eks, 'v1.19.3-eksbuild.1')) < 0);
  t.ok(compareVersions(aVersion(eks, 'v1.19.3'), aVersion(eks, 'v1.19.3-minimal-eksbuild.1')) < 0);
  t.ok(compareVersions(aVersion(eks, 'v1.19.3-eksbuild.2'), aVersion(eks, 'v1.19.3-eksbuild.10')) < 0);
  t.ok(compareVersions(aVersion(eks, 'v1.19.3-rc1-eksbuild.2'), aVersion(eks, 'v1.19.3')) < 0);
  t.equal(eks.parse('v1.19.3-eksbuild.1_amd64')?.text, 'v1.19.3-eksbuild.1');

  const k0s = dockerTagScheme({ build: '+k0s.' });
  t.equal(k0s.parse('v1.30.1-k0s.0')?.text, 'v1.30.1+k0s.0', 'a tag cannot hold a +');
  const rancher = dockerTagScheme({ build: '-rancher' });
  t.ok(compareVersions(aVersion(rancher, 'v1.29.6-rancher1-1'), aVersion(rancher, 'v1.29.6-rancher1-2')) < 0);

  t.equal(dockerTagScheme({ parts: 2 }).parse('16.2')?.text, '16.2');
  t.ok(dockerTagScheme({ parts: 2 }).parse('16.2.1-alpine'));

  const longhorn = dockerTagScheme({ build: '-hotfix-' });
  t.ok(compareVersions(aVersion(longhorn, 'v1.11.0'), aVersion(longhorn, 'v1.11.0-hotfix-1')) < 0);
  t.ok(compareVersions(aVersion(longhorn, 'v1.11.0-hotfix-1'), aVersion(longhorn, 'v1.11.1')) < 0);
});

t.test('a version is shown without what its scheme ignores', async (t) => {
  t.equal(versionSchemes.docker.parse('v3.27.3-amd64')?.text, 'v3.27.3');
  t.equal(versionSchemes.docker.parse('1.20.0-debian-12-r3')?.text, '1.20.0');
  t.equal(versionSchemes.docker.parse('v1.2.3-rc.1-arm64')?.text, 'v1.2.3-rc.1');
  t.equal(versionSchemes.k3s.parse('1.31.6-k3s1')?.text, 'v1.31.6+k3s1');
  t.equal(versionSchemes.semver.parse('1.2.3+build')?.text, '1.2.3');
});
