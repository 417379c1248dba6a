/** The recordings of rules-templates/inventory-*.yaml that other expressions build on. */
export const recorded = {
  /** Each tracked container with its newest image. */
  images: 'cluster_namespace_pod_container:plimsoll_image_info:latest',
  /** Each distinct image of those, and the name of its container. */
  distinctImages: 'image_container:plimsoll_image_info:group',
  components: 'cluster_namespace_pod_container:plimsoll_component_info:latest',
  nodeComponents: 'cluster_node:plimsoll_node_component_info:latest',
  nodes: 'cluster_node:plimsoll_node_info:latest',
  /** The same, with versions in a shape that compares. */
  nodeVersions: 'cluster_node:plimsoll_node_versions:latest',
  nodeRoles: 'cluster_node_role:kube_node_role:latest',
  nodeCapacity: 'cluster_node_resource:kube_node_status_capacity:latest',
  nodeLabels: 'cluster_node:plimsoll_node_labels:latest',
  nodeAnnotations: 'cluster_node:plimsoll_node_annotations:latest',
  podLabels: 'cluster_namespace_pod:plimsoll_pod_labels:latest',
  podAnnotations: 'cluster_namespace_pod:plimsoll_pod_annotations:latest',
} as const;

/** An expression without any series, for what never is: all instances have a component. */
export const never = `${recorded.components}{component=""}`;
