const shared = {
  transform: { '\\.ts$': '<rootDir>/tools/jest-transform.js' },
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist'],
};

export default {
  maxWorkers: 2,
  // Hundreds of simulated runs in one test take minutes on a busy machine; who takes longer hangs.
  testTimeout: 900_000,
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
