const shared = {
  transform: { '\\.ts$': '<rootDir>/tools/jest-transform.js' },
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist'],
};

export default {
  maxWorkers: 2,
  // Real control planes are slow on a busy machine; a unit test that takes long has failed anyway.
  testTimeout: 180_000,
  workerIdleMemoryLimit: '512MB',
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/{unit,golden,architecture,sim,fuzz}/**/*.test.ts'] },
    { ...shared, displayName: 'apiserver', testMatch: ['<rootDir>/test/{apiserver,charts}/**/*.test.ts'] },
    // Where the addresses of Services are taken, so in a network of their own (tools/own-network.sh).
    { ...shared, displayName: 'aggregated', testMatch: ['<rootDir>/test/aggregated/**/*.test.ts'] },
    // What has to wait for minutes of the clock on the wall.
    { ...shared, displayName: 'long', testMatch: ['<rootDir>/test/long/**/*.test.ts'] },
  ],
};
