/** Reasons of conditions: one word why, for programs. All of them are part of the API; docs/reasons.md explains each. */
export type Reason =
  /** Everything is as it should be. */
  | 'AllObjectsAvailable'
  /** A condition that is False and has nothing to explain. */
  | 'Unknown'
  /** Something is on its way: a rollout, or an object that another party makes. */
  | 'ResourceNotReady'
  /** Pods of a workload cannot run. */
  | 'PodFailure'
  /** A read of the API failed. */
  | 'ResourceReadError'
  /** An object could not be created, the certificate authority above all. */
  | 'ResourceCreateError'
  /** An object could not be applied or deleted. */
  | 'ResourceUpdateError'
  /** A patch was refused. */
  | 'ResourcePatchError'
  /** An object that is needed is not there. */
  | 'ResourceNotFound'
  /** An object that a user made does not hold what it must. */
  | 'ResourceValidationError'
  /** The custom resource asks for something impossible. */
  | 'InvalidConfigurationError'
  /** A certificate that a user supplied cannot be used. */
  | 'CertificateError'
  /** A Secret with a certificate cannot be read. */
  | 'CertificateReadError'
  /** The number of Typha pods cannot be as it should. */
  | 'ResourceScalingError'
  /** An installation made from manifests cannot be taken over. */
  | 'MigrationError'
  /** The move from kube-system to calico-system is stuck. */
  | 'ResourceMigrationError'
  /** Objects could not be built from the configuration. */
  | 'ResourceRenderingError'
  /** A defect of the operator, or an edition of Calico that it does not install. */
  | 'InternalServerError'
  /** The ImageSet cannot be used. */
  | 'ImageSetError'
  /** An upgrade or downgrade is not supported. */
  | 'UpgradeError'
  /** The condition says nothing about this object. */
  | 'NotApplicable';
