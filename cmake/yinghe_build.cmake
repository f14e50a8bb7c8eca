# How every first-party target is compiled, in one place.

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(fmt REQUIRED)
pkg_check_modules(SPDLOG REQUIRED IMPORTED_TARGET spdlog)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

if(YINGHE_SANITIZE)
  add_compile_options(-fsanitize=${YINGHE_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${YINGHE_SANITIZE})
  if(YINGHE_SANITIZE MATCHES "thread")
    add_compile_options(-Wno-tsan)  # Asio's fence: TSAN does not model it, and g++ says so
  endif()
  if(YINGHE_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()

# The flags of our own code; third-party headers come in as system headers and stay out of it.
add_library(yinghe_flags INTERFACE)
target_compile_options(yinghe_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
# Whoever installs a release is not kept from it by what their compiler thinks of our code.
option(YINGHE_WARNINGS_ARE_ERRORS "Stop at the first warning" ON)
if(YINGHE_WARNINGS_ARE_ERRORS)
  target_compile_options(yinghe_flags INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # As soon as it optimises, g++ 12 takes the half of a std::variant that is not there for one that nobody has set.
  target_compile_options(yinghe_flags INTERFACE -Wno-maybe-uninitialized)
endif()
target_include_directories(yinghe_flags INTERFACE ${CMAKE_SOURCE_DIR}/server)
target_link_libraries(yinghe_flags INTERFACE fmt::fmt Threads::Threads)

# yinghe_library(name SOURCES… [LINK other…] [PRIVATE_LINK system…])
# One folder, one library, one namespace. Sources may be left out: every .cpp of the folder that is
# neither a test nor a fuzz target belongs to it.
function(yinghe_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  if(NOT ARG_SOURCES)
    file(GLOB_RECURSE ARG_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    list(FILTER ARG_SOURCES EXCLUDE REGEX "(_test|_fuzz|_bench|_fake)\\.cpp$")
  endif()
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC yinghe_flags ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
endfunction()

# yinghe_tests(name LINK …): every *_test.cpp below the folder in one GoogleTest program.
function(yinghe_tests name)
  if(NOT YINGHE_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  find_package(GTest REQUIRED)
  if(NOT ARG_SOURCES)
    file(GLOB_RECURSE ARG_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*_fake.cpp)
  endif()
  if(NOT ARG_SOURCES)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE yinghe_flags ${ARG_LINK} GTest::gtest GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE YINGHE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES LABELS unit TIMEOUT 300)
endfunction()
