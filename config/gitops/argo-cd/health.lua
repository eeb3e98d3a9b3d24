-- Health of Installation, TigeraStatus, APIServer, Goldmane, Whisker and ManagementClusterConnection for Argo CD.
local resource, status = obj, obj.status or {}

if resource.metadata.deletionTimestamp ~= nil then
  return { status = "Progressing", message = "It is being deleted" }
end
-- The overlay is merged into the Installation `default`, which has the status of both.
if resource.kind == "Installation" and resource.metadata.name ~= "default" then
  return { status = "Healthy", message = "Merged into the Installation default" }
end

local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end
local available = conditions.Ready or conditions.Available
if available == nil then
  return { status = "Progressing", message = "The operator has not looked at it yet" }
end

-- A TigeraStatus tells of the generation of another resource.
local function isOfToday(condition)
  return resource.kind == "TigeraStatus" or condition.observedGeneration == nil
    or condition.observedGeneration >= (resource.metadata.generation or 0)
end

local degraded, progressing = conditions.Degraded, conditions.Progressing
if degraded ~= nil and degraded.status == "True" and isOfToday(degraded) then
  return { status = "Degraded", message = degraded.message }
end
if not isOfToday(available) then
  return { status = "Progressing", message = "The operator has not looked at the last change yet" }
end
if available.status ~= "True" or (progressing ~= nil and progressing.status == "True") then
  local message = progressing ~= nil and progressing.message or nil
  return { status = "Progressing", message = message or "It is not available yet" }
end
return { status = "Healthy", message = available.message }
