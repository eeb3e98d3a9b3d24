const shared = {
  transform: { '\\.ts$': '<rootDir>/tools/jest-transform.js' },
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist'],
};

export default {
  maxWorkers: 2,
  workerIdleMemoryLimit: '512MB',
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/{unit,golden,architecture,stories}/**/*.test.ts'] },
    { ...shared, displayName: 'apiserver', testMatch: ['<rootDir>/test/apiserver/**/*.test.ts'] },
  ],
};
